import { ChannelError } from "channel-kit/outcome/channel-error";
import type { LoginDesk } from "../login/qr-login.ts";
import { qrLogin } from "../login/qr-login.ts";
import { drawQr } from "../login/terminal-qr.ts";
import type { Words as LoginWords } from "../login/words-en.ts";
import type { Credentials, SessionOptions, Zalo } from "../session/port.ts";
import { type Acquaintances, askAcquaintances, NOBODY_KNOWN } from "./acquaintances.ts";
import type { Talk } from "./talk.ts";

/** How long Zalo may take to say whether it still knows a saved login, in milliseconds. */
const CHECK_LIMIT_MS = 20_000;

/** What a login inside the guided set-up works with. */
export interface WizardLogin extends LoginDesk {
  words: LoginWords;
  zalo: Pick<Zalo, "resume">;
  options: SessionOptions;
  saved(): Promise<{ credentials: Credentials } | undefined>;
}

export interface LoggedIn {
  /** `new`: saved just now. `kept`: saved before. `later`: there is none yet. */
  login: "new" | "kept" | "later";
  known: Acquaintances;
}

type Way = "keep" | "scan" | "later";

/** Has the operator log in by QR code, or keep the login there is, or leave that for later. */
export async function askLogin(talk: Talk, login: WizardLogin): Promise<LoggedIn> {
  const { prompter, words } = talk;
  let saved = await login.saved();
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
      way === "keep" && saved !== undefined
        ? await check(talk, login, saved.credentials)
        : await scan(talk, login);
    if (known === "refused") saved = undefined;
    else if (known !== "again") return { login: way === "keep" ? "kept" : "new", known };
  }
}

async function check(
  { prompter, words }: Talk,
  { zalo, options }: WizardLogin,
  saved: Credentials,
): Promise<Acquaintances | "refused"> {
  const progress = prompter.progress(words.asking);
  try {
    await using session = await zalo.resume(saved, options, AbortSignal.timeout(CHECK_LIMIT_MS));
    const known = await askAcquaintances(session);
    progress.stop(words.stillValid);
    return known;
  } catch (error) {
    progress.stop();
    if (!(error instanceof ChannelError)) throw error;
    await prompter.note(error.message, words.uncheckedTitle);
    return error.code === "unauthorized" ? "refused" : NOBODY_KNOWN;
  }
}

async function scan({ prompter, words }: Talk, login: WizardLogin): Promise<Acquaintances | "again"> {
  const show = async (text: string) => await (prompter.plain ?? prompter.note)(text);
  let progress: ReturnType<typeof prompter.progress> | undefined;
  let known = NOBODY_KNOWN;
  try {
    for await (const step of qrLogin(login, new AbortController().signal)) {
      switch (step.kind) {
        case "code":
          await show([login.words.scan, ...drawQr(step.code).lines].join("\n"));
          progress = prompter.progress(words.waiting);
          break;
        case "scanned":
          progress?.update(login.words.scanned(step.by || login.words.nobody));
          break;
        case "expired":
          progress?.stop(login.words.expired);
          break;
        case "interrupted":
          progress?.stop(login.words.interrupted(step.problem.message));
          break;
        case "declined":
        case "given-up":
          progress?.stop(step.kind === "declined" ? login.words.declined : login.words.givenUp);
          return "again";
        case "confirmed":
          progress?.update(words.asking);
          known = await askAcquaintances(step.session);
          break;
        case "saved":
          progress?.stop(login.words.confirmed(step.name || login.words.nobody, step.userId));
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
