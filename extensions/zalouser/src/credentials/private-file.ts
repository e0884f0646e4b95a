import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { chmod, lstat, mkdir, open, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** More than a login needs by far; what is longer is something else. */
const MAX_BYTES = 1024 * 1024;
const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** Thrown when something else lies where our file or folder belongs: a link, a folder, a device. */
export class NotOurs extends Error {
  constructor() {
    super("not a plain file");
  }
}

/** Makes the folder for the owner only. Throws `NotOurs` when it is a link or no folder. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const found = await lstat(folder);
  if (!found.isDirectory()) throw new NotOurs();
  if ((found.mode & 0o077) !== 0) await chmod(folder, OWNER_ONLY_FOLDER);
}

/** Undefined when there is none. A file that others could read is closed to them. Links are not followed. */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(unlessMissing);
  if (found === undefined) return undefined;
  if (!found.isFile()) throw new NotOurs();
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(unlessMissing);
  if (file === undefined) return undefined;
  try {
    const { size, mode } = await file.stat();
    if (size > MAX_BYTES) throw new NotOurs();
    if ((mode & 0o077) !== 0) await file.chmod(OWNER_ONLY);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/**
 * Puts a file in place of the one before, in one step: whatever happens, the one or the other is there whole. Call
 * it while nobody else writes the same file. Throws `NotOurs` when something else lies there.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const before = await lstat(path).catch(unlessMissing);
  if (before !== undefined && !before.isFile()) throw new NotOurs();
  const folder = dirname(path);
  const prefix = `.${basename(path)}.`;
  // What a crash has left behind holds a login, too.
  for (const name of await readdir(folder)) {
    if (name.startsWith(prefix) && name.endsWith(".tmp"))
      await unlink(join(folder, name)).catch(unlessMissing);
  }
  const temporary = join(folder, `${prefix}${randomBytes(6).toString("hex")}.tmp`);
  const file = await open(temporary, "wx", OWNER_ONLY);
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(folder);
}

/** Not every system can; the file is whole in any case. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

export function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
