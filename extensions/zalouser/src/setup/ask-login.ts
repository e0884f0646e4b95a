import { ChannelError } from "channel-kit/outcome/channel-error";
import type { SavedLogin } from "../credentials/credential-store.ts";
import { checkSaved } from "../login/check-saved.ts";
import type { LoginTools } from "../login/login-tools.ts";
import { qrLogin } from "../login/qr-login.ts";
import { drawQr } from "../login/terminal-qr.ts";
import type { Words as LoginWords } from "../login/words-en.ts";
import { type Acquaintances, askAcquaintances, NOBODY_KNOWN } from "./acquaintances.ts";
import type { Talk } from "./talk.ts";

/** How long Zalo may take to list friends and groups, in milliseconds. */
const LIST_LIMIT_MS = 20_000;

export interface LoggedIn {
  /** `new`: saved just now. `kept`: saved before. `later`: there is none yet. */
  login: "new" | "kept" | "later";
  known: Acquaintances;
}

type Way = "keep" | "scan" | "later";

/** Has the operator log in by QR code, or keep the login there is, or leave that for later. */
export async function askLogin(talk: Talk, tools: LoginTools, said: LoginWords): Promise<LoggedIn> {
  const { prompter, words } = talk;
  let saved = await tools.store.read(tools.name);
  for (;;) {
    const way = await prompter.select<Way>({
      message: words.login,
      options: [
        ...(saved ? [{ value: "keep" as const, label: words.keepLogin }] : []),
        { value: "scan", label: saved ? words.scanAgain : words.scanNow },
        ...(saved ? [] : [{ value: "later" as const, label: words.scanLater, hint: words.scanLaterHint }]),
      ],
      initialValue: saved ? "keep" : "scan",
    });
    if (way === "later") return { login: "later", known: NOBODY_KNOWN };
    const known =
      way === "keep" && saved !== undefined ? await check(talk, tools, saved) : await scan(talk, tools, said);
    if (known === "refused") saved = undefined;
    else if (known !== "again") return { login: way === "keep" ? "kept" : "new", known };
  }
}

async function check(
  { prompter, words }: Talk,
  tools: LoginTools,
  saved: SavedLogin,
): Promise<Acquaintances | "refused"> {
  const progress = prompter.progress(words.asking);
  try {
    const known = await checkSaved(tools, saved, askAcquaintances, new AbortController().signal);
    progress.stop(words.stillValid);
    return known;
  } catch (error) {
    progress.stop();
    if (!(error instanceof ChannelError)) throw error;
    await prompter.note(error.message, words.uncheckedTitle);
    return error.code === "unauthorized" ? "refused" : NOBODY_KNOWN;
  }
}

async function scan(
  { prompter, words }: Talk,
  { desk }: LoginTools,
  said: LoginWords,
): Promise<Acquaintances | "again"> {
  const show = async (text: string) => await (prompter.plain ?? prompter.note)(text);
  let progress: ReturnType<typeof prompter.progress> | undefined;
  let known = NOBODY_KNOWN;
  try {
    for await (const step of qrLogin(desk, new AbortController().signal)) {
      switch (step.kind) {
        case "code":
          await show([said.scan, ...drawQr(step.code).lines].join("\n"));
          progress = prompter.progress(words.waiting);
          break;
        case "silent":
          await show(said.silentShort);
          break;
        case "scanned":
          progress?.update(said.scanned(step.by || said.nobody));
          break;
        case "expired":
          progress?.stop(said.expired);
          break;
        case "interrupted":
          progress?.stop(said.interrupted(step.problem.message));
          break;
        case "declined":
        case "given-up":
          progress?.stop(step.kind === "declined" ? said.declined : said.givenUp);
          return "again";
        case "confirmed":
          progress?.update(words.asking);
          known = await askAcquaintances(step.session, AbortSignal.timeout(LIST_LIMIT_MS));
          break;
        case "saved":
          progress?.stop(said.confirmed(step.name || said.nobody, step.userId));
          break;
        default:
          step satisfies never;
      }
    }
  } catch (error) {
    progress?.stop();
    if (!(error instanceof ChannelError)) throw error;
    await prompter.note(error.message, words.failedTitle);
    return "again";
  }
  return known;
}
