import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { CredentialStore, LoginName, SavedLogin } from "./credential-store.ts";
import { inTurn } from "./file-turn.ts";
import { type LoginFile, loginIn, parseLoginFile, REVOKED, writeLogin } from "./login-file.ts";
import { makePrivateFolder, NotOurs, readPrivateFile, writePrivateFile } from "./private-file.ts";

export interface FileStoreOptions {
  /** The gateway's state folder; logins lie in `zalouser/credentials/<profile>.json` below it. */
  stateDir: string;
  /** Logins are encrypted with it when they are written, and have to be readable with it. */
  key: string | undefined;
}

/** Saved logins, one file for each profile, readable by the owner of the process only. */
export function openFileStore({ stateDir, key }: FileStoreOptions): CredentialStore {
  const folder = join(stateDir, "zalouser", "credentials");
  const pathOf = ({ profile }: LoginName) => join(folder, `${profile}.json`);
  const fileOf = async (name: LoginName): Promise<LoginFile | undefined> => {
    const text = await readPrivateFile(pathOf(name));
    return text === undefined ? undefined : parseLoginFile(name, text);
  };
  const alone = <Value>(name: LoginName, work: () => Promise<Value>): Promise<Value> =>
    guarded(name, async () => {
      await makePrivateFolder(folder);
      return await inTurn(`${pathOf(name)}.lock`, work);
    });
  const write = async (name: LoginName, login: SavedLogin) =>
    await writePrivateFile(pathOf(name), await writeLogin(name, login, key));
  return {
    read: (name) =>
      guarded(name, async () => {
        const file = await fileOf(name);
        return file === undefined ? undefined : await loginIn(name, file, key);
      }),
    replace: (name, credentials) =>
      alone(name, async () => {
        const before = await fileOf(name);
        // What cannot be opened may still be wanted, by whoever finds the right key.
        if (before !== undefined) await loginIn(name, before, key);
        const generation = randomUUID();
        await write(name, { credentials, generation });
        return generation;
      }),
    refresh: (name, generation, credentials) =>
      alone(name, async () => {
        const before = await fileOf(name);
        const isStill = before !== undefined && before.kind !== "revoked" && before.generation === generation;
        if (isStill) await write(name, { credentials, generation });
        return isStill;
      }),
    revoke: (name) =>
      alone(name, async () => {
        const text = await readPrivateFile(pathOf(name));
        if (text === undefined || text === REVOKED) return false;
        await writePrivateFile(pathOf(name), REVOKED);
        return true;
      }),
  };
}

/** Says for whom it was and how to mend it, whatever went wrong. */
async function guarded<Value>(name: LoginName, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ChannelError) throw error;
    if (error instanceof NotOurs) throw foreign(name);
    const code = (error as NodeJS.ErrnoException).code;
    throw new ChannelError(
      "storage",
      `Zalo account "${name.accountId}": its saved login cannot be read or written${code === undefined ? "" : ` (${code})`}.`,
      {
        fix: "Check that the gateway may write below its state folder, and that the disk is not full.",
        cause: error,
      },
    );
  }
}

const foreign = ({ accountId, profile }: LoginName): ChannelError =>
  new ChannelError(
    "misconfigured",
    `Zalo account "${accountId}": its saved login is not a plain file in a plain folder.`,
    {
      fix: `Look at zalouser/credentials/${profile}.json in the gateway's state folder: links are not followed there.`,
    },
  );
