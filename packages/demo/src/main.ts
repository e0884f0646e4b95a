/** `npm run demo`: the real gateway, a model and a Zalo, started together. See `--help`. */
import { type Chat, HELP, type Request, readArguments, UsageError } from "./arguments.ts";
import { chat } from "./chat.ts";
import { Progress } from "./progress.ts";
import { watchRealZalo } from "./real-zalo.ts";
import { runOpenclaw } from "./run-openclaw.ts";
import { say } from "./say.ts";
import { type Demo, startDemo, type Which } from "./start-demo.ts";
import { describeSurroundings, readPersonal, readSurroundings, type Surroundings } from "./surroundings.ts";
import { Terminal } from "./terminal.ts";

const EXIT_OK = 0;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** What a shell reports for a program that Ctrl-C has ended. */
const EXIT_INTERRUPTED = 130;

/** One Ctrl-C may arrive several times, once from the terminal and once from npm; a later one is meant. */
const SAME_KEYSTROKE_MS = 1_000;

async function main(argv: readonly string[]): Promise<number> {
  try {
    const request = readArguments(argv);
    if (request.kind === "help") {
      console.log(HELP);
      return EXIT_OK;
    }
    const surroundings = readSurroundings(process.env);
    if (request.kind === "openclaw") {
      const toPassOn = {
        ...surroundings.toPassOn,
        ...(request.real === true ? readPersonal(process.env) : {}),
      };
      return await runOpenclaw(request.folder, request.args, toPassOn);
    }
    if (request.kind === "say" && surroundings.botToken !== undefined) {
      throw new UsageError("--say plays a person on the simulated Zalo: unset ZALO_BOT_TOKEN for it.");
    }
    return await runDemo(request, surroundings);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (!(error instanceof UsageError)) return EXIT_FAILED;
    console.error("What there is to type: npm run demo -- --help");
    return EXIT_USAGE;
  }
}

async function runDemo(
  request: Exclude<Request, { kind: "help" | "openclaw" }>,
  surroundings: Surroundings,
): Promise<number> {
  const stop = stopOnSignals();
  const progress = new Progress(process.stderr);
  const which: Which = request.kind === "say" ? { kind: "bot" } : whichOf(request, surroundings);
  console.error(`${describeSurroundings(surroundings, realityOf(which))}\nState: ${request.folder}`);
  const startedAt = Date.now();
  let demo: Demo;
  try {
    demo = await startDemo({ folder: request.folder, which, surroundings, progress, signal: stop.signal });
    console.error(`Ready after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s.`);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error("Stopped.");
    return EXIT_INTERRUPTED;
  }
  try {
    return request.kind === "say"
      ? await sayOnce(demo, request)
      : await converse(demo, which, surroundings, stop);
  } catch (error) {
    // Whatever fails because everything is being stopped is no news.
    if (stop.signal.aborted) return EXIT_INTERRUPTED;
    throw error;
  } finally {
    await progress.step("Stopping", () => demo[Symbol.asyncDispose]());
  }
}

const realityOf = (which: Which) => ({
  isReal: which.kind === "real",
  hasPersonal: which.kind === "real" && which.personal !== undefined,
});

/** Which Zalo it is to be: a token in the environment is meant, as `--real` is. */
function whichOf({ port, login, real }: Chat, { botToken }: Surroundings): Which {
  if (real === true) return { kind: "real", personal: readPersonal(process.env) };
  if (botToken !== undefined) return { kind: "real", personal: undefined };
  return { kind: "page", port, login: login === true };
}

async function sayOnce(demo: Demo, request: Extract<Request, { kind: "say" }>): Promise<number> {
  if (demo.scene === undefined)
    throw new Error("There is nobody to say it: the simulated Zalo is not running.");
  const answered = await say({
    demo,
    scene: demo.scene,
    text: request.text,
    approve: request.approve,
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
  });
  return answered ? EXIT_OK : EXIT_FAILED;
}

async function converse(
  demo: Demo,
  which: Which,
  { botToken }: Surroundings,
  stop: AbortController,
): Promise<number> {
  using terminal = new Terminal({
    prompt: demo.scene === undefined ? "> " : `${demo.scene.person.name}: `,
    signal: stop.signal,
    onInterrupt: () => stop.abort(),
  });
  if (which.kind === "real") {
    const has = { hasBot: botToken !== undefined, hasPersonal: which.personal !== undefined };
    await watchRealZalo(demo, has, terminal, stop.signal);
  }
  if (demo.scene !== undefined) await chat(demo, demo.scene, terminal);
  return EXIT_OK;
}

/** Fires at the first signal; a second one, later, ends the process and what it has started at once. */
function stopOnSignals(): AbortController {
  const stop = new AbortController();
  let firstAt: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (firstAt !== undefined && Date.now() - firstAt > SAME_KEYSTROKE_MS) process.exit(EXIT_INTERRUPTED);
      firstAt ??= Date.now();
      stop.abort();
    });
  }
  return stop;
}

process.exitCode = await main(process.argv.slice(2));
