import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inflate } from "@sparticuz/chromium";

/** Has a browser write everything in one font, which comes with it, whatever is installed on this machine. */
export interface PictureFont extends Disposable {
  /** What the browser has to be started with. */
  readonly env: Readonly<Record<string, string>>;
}

export async function pictureFont(): Promise<PictureFont> {
  const packed = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const fonts = await inflate(join(dirname(packed), "..", "bin", "fonts.tar.br"));
  const folder = mkdtempSync(join(tmpdir(), "picture-font-"));
  const file = join(folder, "fonts.conf");
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${join(folder, "cache")}</cachedir></fontconfig>`,
  );
  return {
    env: { FONTCONFIG_FILE: file },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
