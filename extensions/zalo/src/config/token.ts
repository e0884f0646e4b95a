import { lstatSync, readFileSync } from "node:fs";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { normalizeSecretInputString } from "openclaw/plugin-sdk/secret-input";
import { setTokenCommand } from "../mend.ts";

/** Where a token was found, in the order in which the places are looked at. */
export type TokenSource = "config" | "configFile" | "env" | "none";

export interface ResolvedToken {
  source: TokenSource;
  /** `unavailable`: a place names a token that cannot be had now. `missing`: no place names one. */
  status: "available" | "unavailable" | "missing";
  /** The setting or variable that names it, such as `channels.zalo.tokenFile`; absent when none does. */
  place?: string;
  /** The file that `tokenFile` names. */
  file?: string;
  value?: string;
  /** Why there is none, with the fix. Absent when `status` is `available`. */
  problem?: ChannelError;
}

/** One place of the configuration that may name a token. */
export interface TokenPlace {
  /** The path of the settings, such as `channels.zalo.accounts.shop`. */
  path: string;
  botToken?: unknown;
  tokenFile?: string | undefined;
}

/** `<bot id>:<secret>`; checked loosely, because Zalo documents only an example. */
const TOKEN_FORM = /^\d+:\S+$/;
/** A token is about 85 characters; a larger file is not a token file. */
const MAX_TOKEN_FILE_BYTES = 4 * 1024;

const WHERE_TO_GET = "Get it from Zalo Bot Creator in the Zalo app; it looks like 1234567890:AbC….";

/**
 * Finds the token of an account: the places in order, `botToken` before `tokenFile` in each, and the
 * environment last, if it is given at all. The first place that names a token decides, even when the token
 * cannot be had: falling through to another bot's token would answer in the wrong name.
 */
export function resolveToken(
  accountId: string,
  places: readonly TokenPlace[],
  envToken: string | undefined,
): ResolvedToken {
  for (const place of places) {
    if (place.botToken !== undefined) {
      return { ...fromConfig(accountId, place), place: `${place.path}.botToken` };
    }
    if (place.tokenFile !== undefined) {
      const file = place.tokenFile;
      return { ...fromFile(accountId, place.path, file), place: `${place.path}.tokenFile`, file };
    }
  }
  if (envToken !== undefined) {
    return { ...checked(accountId, "env", "ZALO_BOT_TOKEN", envToken), place: "ZALO_BOT_TOKEN" };
  }
  const path = places[0]?.path ?? "channels.zalo";
  return {
    source: "none",
    status: "missing",
    problem: misconfigured(
      accountId,
      "has no bot token.",
      `Set ${path}.botToken or ${path}.tokenFile. ${WHERE_TO_GET} Then run: ${setTokenCommand(accountId)}`,
    ),
  };
}

function fromConfig(accountId: string, place: TokenPlace): ResolvedToken {
  const setting = `${place.path}.botToken`;
  const value = normalizeSecretInputString(place.botToken);
  if (value !== undefined) return checked(accountId, "config", setting, value);
  const isReference = typeof place.botToken === "object";
  return unavailable(
    "config",
    accountId,
    `${setting} ${isReference ? "refers to a secret that could not be resolved" : "is empty"}.`,
    isReference
      ? "Check that the secret exists for the gateway's process (`openclaw secrets audit`)."
      : WHERE_TO_GET,
  );
}

function fromFile(accountId: string, path: string, file: string): ResolvedToken {
  const setting = `${path}.tokenFile`;
  const refuse = (what: string, fix: string) =>
    unavailable("configFile", accountId, `${setting} ${what}.`, fix);
  try {
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) {
      return refuse("is a symbolic link, which is refused", "Point it at the file itself.");
    }
    if (!stat.isFile()) return refuse("is not a file", "Point it at a file that holds only the token.");
    if (stat.size > MAX_TOKEN_FILE_BYTES) {
      return refuse("is too large for a token", "Point it at a file that holds only the token.");
    }
    return checked(accountId, "configFile", setting, readFileSync(file, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    return refuse(
      `cannot be read (${code})`,
      "Check the path, and that the user who runs the gateway may read the file.",
    );
  }
}

function checked(accountId: string, source: TokenSource, setting: string, raw: string): ResolvedToken {
  const value = raw.trim();
  if (value === "") return unavailable(source, accountId, `${setting} is empty.`, WHERE_TO_GET);
  if (!TOKEN_FORM.test(value)) {
    return unavailable(source, accountId, `${setting} does not look like a Zalo bot token.`, WHERE_TO_GET);
  }
  return { source, status: "available", value };
}

function unavailable(source: TokenSource, accountId: string, what: string, fix: string): ResolvedToken {
  return { source, status: "unavailable", problem: misconfigured(accountId, what, fix) };
}

function misconfigured(accountId: string, what: string, fix: string): ChannelError {
  const subject = what.startsWith("has ")
    ? `Zalo account "${accountId}" ${what}`
    : `Zalo account "${accountId}": ${what}`;
  return new ChannelError("misconfigured", subject, { fix });
}
