import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { LoginName } from "./credential-store.ts";
import { loginIn, parseLoginFile } from "./login-file.ts";
import { unlessMissing } from "./private-file.ts";

/** Permissions of a file for its group and for everybody. */
const OTHERS_BITS = 0o077;

/** A saved login as it lies there, without its secrets. */
export interface LoginInspection {
  path: string;
  /** Nobody is logged in: there never was a login, or it was forgotten. */
  isMissing: boolean;
  isEncrypted: boolean;
  /** The permissions when others may use it, as `640`; absent when all is well. */
  openMode?: string;
  /** Why it cannot be used. */
  problem?: ChannelError;
}

/** Where the login of a profile is saved; see `openFileStore`. */
export const loginPath = (stateDir: string, profile: string): string =>
  join(stateDir, "zalouser", "credentials", `${profile}.json`);

/**
 * Looks at a saved login and leaves everything as it is. With `key`, what is encrypted is opened, too, to see
 * whether it can be; that takes a tenth of a second. Never throws.
 */
export async function inspectLogin(
  stateDir: string,
  name: LoginName,
  opening?: { key: string | undefined },
): Promise<LoginInspection> {
  const path = loginPath(stateDir, name.profile);
  const found: LoginInspection = { path, isMissing: false, isEncrypted: false };
  try {
    const stats = await lstat(path).catch(unlessMissing);
    if (stats === undefined) return { ...found, isMissing: true };
    // Windows has no such permissions and answers something that only looks like them.
    if ((stats.mode & OTHERS_BITS) !== 0 && process.platform !== "win32") {
      found.openMode = (stats.mode & 0o777).toString(8);
    }
    if (!stats.isFile()) return { ...found, problem: unusable(name, "is no plain file") };
    const file = parseLoginFile(name, await readFile(path, "utf8"));
    found.isEncrypted = file.kind === "sealed";
    if (opening !== undefined) await loginIn(name, file, opening.key);
    return { ...found, isMissing: file.kind === "revoked" };
  } catch (error) {
    if (error instanceof ChannelError) return { ...found, problem: error };
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    return { ...found, problem: unusable(name, `cannot be read (${code})`) };
  }
}

const unusable = ({ accountId }: LoginName, what: string): ChannelError =>
  new ChannelError("storage", `Zalo account "${accountId}": its saved login ${what}.`, {
    fix: "Check who owns the file; the user that runs the gateway has to be able to read it.",
  });
