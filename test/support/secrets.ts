import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export interface SecretScanOptions {
  /**
   * Files that hold a secret by right, by their path below the folder. Default: the gateway's configuration
   * and the copies that the gateway itself keeps of it.
   */
  allow?: RegExp;
}

const CONFIG_FILES = /(?:^|\/)openclaw\.json(?:\.[^/]*)?$/;

/**
 * Looks through everything a run has written below a folder: logs, state, databases. Throws with the place
 * of every find, never with what was found. A secret also counts when it is written for a URL, in base64 or,
 * for a token, without the bot's id in front.
 */
export function assertNoSecrets(
  folder: string,
  secrets: readonly string[],
  options: SecretScanOptions = {},
): void {
  const found = findSecrets(folder, secrets, options);
  if (found.length === 0) return;
  throw new Error(`Secrets were written down:\n${found.map((place) => `  ${place}`).join("\n")}`);
}

/** The places that hold one of the secrets, as `path:line: which secret, in what form`. */
export function findSecrets(
  folder: string,
  secrets: readonly string[],
  { allow = CONFIG_FILES }: SecretScanOptions = {},
): string[] {
  const needles = secrets.flatMap((secret, index) =>
    formsOf(secret).map(({ form, bytes }) => ({ bytes, what: `secret ${index + 1} ${form}` })),
  );
  return filesBelow(folder).flatMap((file) => {
    const path = relative(folder, file).replaceAll("\\", "/");
    if (allow.test(path)) return [];
    const content = readFileSync(file);
    return needles.flatMap(({ bytes, what }) => {
      const offset = content.indexOf(bytes);
      return offset === -1 ? [] : [`${path}:${lineAt(content, offset)}: ${what}`];
    });
  });
}

/** Shorter than this, a part of a secret also occurs by chance. */
const SHORTEST = 8;

function formsOf(secret: string): { form: string; bytes: Buffer }[] {
  if (secret.length < SHORTEST) {
    throw new RangeError(`A secret of fewer than ${SHORTEST} characters cannot be looked for.`);
  }
  const colon = secret.indexOf(":");
  const behindColon = colon === -1 ? "" : secret.slice(colon + 1);
  // The last name counts where two forms look the same.
  const forms = new Map([
    ...inBase64(secret).map((text): [string, string] => [text, "in base64"]),
    [encodeURIComponent(secret), "as in a URL"],
    [secret, "as it is"],
  ]);
  if (behindColon.length >= SHORTEST) forms.set(behindColon, "without what stands before the colon");
  return [...forms].map(([text, form]) => ({ form, bytes: Buffer.from(text) }));
}

/** Its inner part in base64 and base64url, whatever comes before and after it. */
function inBase64(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.from(" ".repeat(before) + secret).toString("base64");
    // Three bytes are four characters; those at the ends depend on the neighbours, too.
    const inner = whole.slice(before === 0 ? 0 : before + 1).replace(/.{0,4}=*$/, "");
    if (before > 0 && inner.length < SHORTEST) return [];
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function lineAt(content: Buffer, offset: number): number {
  let line = 1;
  for (let at = content.indexOf(10); at !== -1 && at < offset; at = content.indexOf(10, at + 1)) line += 1;
  return line;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
