import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the page is when it has been built. */
export const BUILT_PAGE = fileURLToPath(new URL("../../../zalo-phone/dist/", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".json": "application/json; charset=utf-8",
};

/** The page may show and ask for what comes from here, and nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const NOT_BUILT = `<!doctype html>
<meta charset="utf-8">
<title>Zalo simulator</title>
<h1>The page is not built yet</h1>
<p>Build it once, in the repository, and load this address again:</p>
<pre>npm run build</pre>
<p>The simulator itself runs: <code>/control/journal</code> tells what happens on it.</p>
`;

/** The path of a file of the page; undefined for a path that is none. */
export function pageFile(pathname: string): string | undefined {
  if (pathname === "/") return "index.html";
  return /^\/(assets\/[\w-][\w.-]*|favicon\.(?:ico|svg))$/.exec(pathname)?.[1];
}

/** Answers with a file of the page. */
export async function servePage(response: ServerResponse, folder: string, file: string): Promise<void> {
  const bytes = await readFile(`${folder}/${file}`).catch(() => undefined);
  const headers = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    // The names of assets change with what is in them.
    "cache-control": file.startsWith("assets/") ? "max-age=31536000, immutable" : "no-cache",
  };
  if (bytes === undefined) {
    const isPage = file === "index.html";
    response.writeHead(isPage ? 503 : 404, {
      ...headers,
      "cache-control": "no-store",
      "content-type": TYPES[".html"],
    });
    response.end(isPage ? NOT_BUILT : "Not Found");
    return;
  }
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { ...headers, "content-type": type, "content-length": bytes.length });
  response.end(bytes);
}
