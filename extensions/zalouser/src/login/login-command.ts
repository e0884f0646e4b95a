import { createInterface } from "node:readline/promises";
import { stopRunningAccount } from "channel-kit/host/running-account";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { QR_PICTURE_VARIABLE, readQrPicturePath } from "../config/env.ts";
import { logInAtTerminal, type Terminal } from "./channels-login.ts";
import { openLoginTools } from "./login-tools.ts";
import { loginWords } from "./login-words.ts";

/** What ends a command: Ctrl-C, `kill`, and a terminal that is closed. */
const STOPPING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface LoginCommand {
  cfg: OpenClawConfig;
  accountId: string | null | undefined;
  stateDir: string;
}

/**
 * `openclaw channels login`, in the process of the command. The gateway that runs beside it is left with the account
 * stopped, and the command has it started next.
 */
export async function runLoginCommand({ cfg, accountId, stateDir }: LoginCommand): Promise<void> {
  const account = resolveAccount(cfg, accountId);
  if (account.problem !== undefined) throw account.problem;
  const stop = new AbortController();
  const onStop = () => stop.abort();
  for (const name of STOPPING) process.on(name, onStop);
  try {
    const isNew = await logInAtTerminal(
      account,
      openLoginTools(account, stateDir),
      ownTerminal(stop.signal, onStop),
      stop.signal,
    );
    // It still uses the login of before, and would not be started while it runs.
    if (isNew && cfg.gateway?.mode !== "remote") {
      await stopRunningAccount({ channel: "zalouser", accountId: account.accountId });
    }
  } finally {
    // A terminal sends Ctrl-C to the gateway's launcher as well, which passes it on: that second one must not end the
    // command before it has said what became of the login.
    if (!stop.signal.aborted) for (const name of STOPPING) process.off(name, onStop);
  }
}

function ownTerminal(signal: AbortSignal, onStop: () => void): Terminal {
  const { stdin, stdout } = process;
  const terminal: Terminal = {
    words: loginWords(),
    picture: { path: readQrPicturePath(), variable: QR_PICTURE_VARIABLE },
    screen: {
      isTerminal: stdout.isTTY === true,
      columns: stdout.columns ?? 80,
      rows: stdout.rows ?? 24,
      write: (text) => void stdout.write(text),
    },
  };
  if (!stdin.isTTY || !stdout.isTTY) return terminal;
  return {
    ...terminal,
    confirm: async (question) => {
      const line = createInterface({ input: stdin, output: stdout });
      line.on("SIGINT", onStop);
      try {
        return /^(?:y|yes|c|co|có)$/iu.test((await line.question(`${question} [y/N] `, { signal })).trim());
      } catch (cause) {
        if (!signal.aborted) throw cause;
        throw new ChannelError("aborted", "The login was stopped, and nothing was saved.", { cause });
      } finally {
        line.close();
      }
    },
  };
}
