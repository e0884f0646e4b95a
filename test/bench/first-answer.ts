import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pathOfTheirs } from "../journeys/guides/strangers-checkout.ts";
import { TestBrowser } from "../journeys/page/browser.ts";
import { PhoneOf } from "../journeys/page/phone-of.ts";
import { ROOT } from "../support/sources.ts";

/*
 * How long somebody new waits: from `git clone` of this repository's last commit to the agent's first answer on the page,
 * with `npm run demo` as the one command that is typed. The person is a program, and as quick as one.
 *
 *     node_modules/.bin/node test/bench/first-answer.ts
 */

const PATIENCE_MS = 900_000;

const base = mkdtempSync(join(tmpdir(), "first-answer-"));
const folder = join(base, "clone");
// Started before the watch: whoever looks at the page has a browser already.
await using browser = await TestBrowser.start();
const startedAt = performance.now();
const seconds = () => `${Math.round((performance.now() - startedAt) / 1_000)} s`;
const said: string[] = [];
const note = (what: string) => said.push(`${what} after ${seconds()}`);

const demo = spawn("bash", ["-c", `git clone --quiet "$0" "$1" && cd "$1" && npm run demo`, ROOT, folder], {
  env: { ...process.env, PATH: pathOfTheirs() },
  stdio: ["ignore", "pipe", "inherit"],
  detached: true,
});
const gone = new Promise<void>((resolve) => demo.once("close", () => resolve()));
const tooEarly = gone.then(() => {
  throw new Error("The demo has ended by itself.");
});
tooEarly.catch(() => undefined);
try {
  const url = await Promise.race([addressOf(demo.stdout), tooEarly]);
  note("the page");
  const { page } = await browser.open({ url, window: "desktop" });
  page.setDefaultTimeout(PATIENCE_MS);
  const phone = new PhoneOf(page);
  await phone.openChat("Bot Demo");
  await phone.write("xin chào");
  await phone.line("Mã ghép nối").getByRole("button", { name: "Approve" }).click();
  note("the pairing code");
  await page.getByText(/Approved zalo sender/).waitFor();
  note("the approval");
  await phone.write("xin chào");
  await phone.line("Mình nghe đây").waitFor();
  note("the first answer");
} finally {
  if (demo.pid !== undefined && demo.exitCode === null) process.kill(-demo.pid, "SIGINT");
  await gone;
  rmSync(base, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`${said.join(", ")}, on ${cpus().length} × ${cpus()[0]?.model ?? "?"}`);

/** The address that the demo prints. */
function addressOf(printed: NodeJS.ReadableStream): Promise<string> {
  let all = "";
  return new Promise((resolve) => {
    printed.on("data", (text: Buffer) => {
      all += text.toString("utf8");
      const url = /Open this in your browser: +(http\S+)/.exec(all)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}
