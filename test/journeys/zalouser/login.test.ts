import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type LocalProxy, startHttpProxy } from "channel-kit/testing/local-proxy";
import { freePort } from "demo/free-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Person } from "zalo-simulator/world/person";
import { readDrawnQr } from "../../../extensions/zalouser/src/testing/read-drawn-qr.ts";
import { type PersonalShop, personalShop } from "../support/personal-shop.ts";
import { PATIENCE_MS } from "../support/shop.ts";
import { Terminal, type TerminalOptions } from "../support/terminal.ts";

let place: PersonalShop;
let proxy: LocalProxy;
let friend: Person;
/** What begins a PNG. */
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

beforeAll(async () => {
  proxy = await startHttpProxy({ credentials: { user: "tiem-hoa", password: "mat-khau-cua-proxy" } });
  place = await personalShop({
    think: ({ text }) => `Trả lời cho ${text}`,
    credentialsKey: "chia-khoa-rat-dai-cua-chu-tiem",
    channel: { proxy: proxy.url, dmPolicy: "open", allowFrom: ["*"], groupPolicy: "disabled" },
  });
  friend = place.zalo.world.addPerson({ name: "Chị Lan" });
  place.zalo.world.befriend(place.owner, friend);
});
afterAll(async () => {
  await place?.[Symbol.asyncDispose]();
  await proxy?.close();
});

const savedLogin = () =>
  readFileSync(join(place.folder, "state", "zalouser", "credentials", "default.json"), "utf8");

const logIn = (options?: TerminalOptions) =>
  new Terminal(place.gateway, ["channels", "login", "--channel", "zalouser"], options);

/** The code that the terminal has drawn since `from`. It is the one that Zalo has made. */
async function drawnCode(terminal: Terminal, from = 0): Promise<string> {
  const code = await terminal.sees(readDrawnQr, from);
  expect(place.zalo.personal.qrCodes.map((one) => one.code)).toContain(code);
  return code;
}

test("whoever declines, or presses Ctrl-C, leaves nothing behind", async () => {
  const picture = join(place.folder, "qr.png");
  {
    await using terminal = logIn();
    const code = await drawnCode(terminal);
    place.zalo.personal.scan(code, place.owner);
    await terminal.says(`Scanned by ${place.owner.name}`);
    place.zalo.personal.decline(code);
    await terminal.says("The login was declined on the phone; nothing has changed.");
    expect(await terminal.ended).not.toBe(0);
    expect(terminal.shown).toContain("Try again with: openclaw channels login --channel zalouser");
  }
  {
    await using terminal = logIn({ env: { ZALOUSER_QR_PNG: picture, LANG: "vi_VN.UTF-8" } });
    const code = await drawnCode(terminal);
    await terminal.says("Bấm Ctrl-C để dừng");
    expect(readFileSync(picture).subarray(0, PNG.length)).toEqual(PNG);
    expect(statSync(picture).mode & 0o777).toBe(0o600);
    terminal.interrupt();
    await expect.poll(() => existsSync(picture), { timeout: PATIENCE_MS, interval: 5 }).toBe(false);
    // Some press it twice, and the gateway's own command passes the first one on as a second.
    terminal.interrupt();
    expect(await terminal.ended).toBe(1);
    expect(terminal.shown).toContain("the login was stopped, and nothing was saved.");
    // The phone comes too late.
    place.zalo.personal.scan(code, place.owner);
    place.zalo.personal.confirm(code);
  }
  expect(existsSync(picture)).toBe(false);
  {
    place.zalo.faults.add({ method: "account/authen/qr/generate", fault: { kind: "hang" } });
    await using terminal = logIn();
    await terminal.says("Zalo's login page has not answered yet; still trying.");
    terminal.interrupt();
    expect(await terminal.ended).not.toBe(0);
  }
  expect(place.stateFiles()).toEqual([]);
});

test("the drawn code logs in, after one that has expired, and is saved for nobody else to read", async () => {
  {
    await using terminal = logIn();
    const expired = await drawnCode(terminal);
    const seen = terminal.shown.length;
    place.zalo.personal.codes.expire(expired);
    const code = await drawnCode(terminal, seen);
    expect(code).not.toBe(expired);
    place.zalo.personal.scan(code, place.owner);
    place.zalo.personal.confirm(code);
    await terminal.says(`Confirmed: you are ${place.owner.name}`);
    expect(await terminal.ended, terminal.shown).toBe(0);
  }
  expect(place.stateFiles()).toEqual(["default.json"]);
  const saved = join(place.folder, "state", "zalouser", "credentials", "default.json");
  expect(statSync(saved).mode & 0o777).toBe(0o600);
  expect(place.zalo.personal.secrets.filter((secret) => savedLogin().includes(secret))).toEqual([]);
  // Only the gateway keeps a session.
  expect(place.zalo.personal.sockets(place.owner)).toBe(0);
});

/** A friend writes, and the account answers over a socket of the gateway's. */
async function answers(text: string): Promise<void> {
  const heardBefore = friend.hearsFrom(place.owner).length;
  await connected();
  friend.writes(place.owner, text);
  const heard = await friend.waitForFrom(place.owner, (all) => all.length > heardBefore, {
    timeoutMs: PATIENCE_MS,
  });
  expect(JSON.stringify(heard.at(-1))).toContain(`Trả lời cho ${text}`);
}

/** Resolves when the gateway has one socket open. */
async function connected(): Promise<void> {
  await expect
    .poll(() => place.zalo.personal.sockets(place.owner), { timeout: PATIENCE_MS, interval: 200 })
    .toBe(1);
}

const call = async (method: string, params: object) => {
  const result = await place.gateway.cli(
    "gateway",
    "call",
    method,
    "--timeout",
    String(PATIENCE_MS),
    "--json",
    "--params",
    JSON.stringify({ channel: "zalouser", timeoutMs: PATIENCE_MS, ...params }),
  );
  expect(result.code, result.stdout + result.stderr).toBe(0);
  return JSON.parse(result.stdout.slice(result.stdout.indexOf("{"))) as Record<string, unknown>;
};

test("a gateway that starts connects with the saved login, and is not disturbed by whoever looks", async () => {
  await place.gateway.start();
  await answers("xin chào");
  const looked = await place.gateway.cli("channels", "login", "--channel", "zalouser");
  expect(looked.code, looked.stdout + looked.stderr).toBe(0);
  expect(looked.stdout).toContain(`This account is logged in already, as ${place.owner.name}.`);
  expect(looked.stdout).toContain("openclaw channels logout --channel zalouser");
  expect(place.zalo.personal.qrCodes).toEqual([]);
  await answers("còn đó không?");
  const reached = place.zalo.journal.entries.filter(({ kind }) => kind === "web-call").length;
  expect(proxy.passed.length).toBeGreaterThanOrEqual(reached);
});

test("a second gateway on the same state ends without a session of its own", async () => {
  const opened = () => place.zalo.journal.entries.filter(({ kind }) => kind === "socket-opened").length;
  const before = opened();
  await using second = new Terminal(place.gateway, ["gateway", "run", "--port", String(await freePort())]);
  expect(await second.ended, second.shown).not.toBe(0);
  expect(second.shown).toContain("another OpenClaw process owns");
  await answers("vẫn một mình");
  expect(opened()).toBe(before);
});

test("an owner who wants to logs in again, and the running gateway goes on with the new login", async () => {
  const before = savedLogin();
  {
    await using terminal = logIn();
    await terminal.says("Log in again? [y/N]");
    terminal.type("y\r");
    const code = await drawnCode(terminal);
    place.zalo.personal.scan(code, place.owner);
    place.zalo.personal.confirm(code);
    expect(await terminal.ended, terminal.shown).toBe(0);
    expect(terminal.shown).not.toContain("task-owned");
  }
  expect(savedLogin()).not.toBe(before);
  await answers("đăng nhập lại rồi");
});

test("logging out ends the connection and leaves nothing that logs in again", async () => {
  const out = await place.gateway.cli("channels", "logout", "--channel", "zalouser");
  expect(out.code, out.stdout + out.stderr).toBe(0);
  expect(out.stdout).toContain("Cleared saved auth for zalouser/default");
  await expect.poll(() => place.zalo.personal.sockets(place.owner), { timeout: PATIENCE_MS }).toBe(0);
  expect(savedLogin()).not.toMatch(/cookie|imei/);
  const status = await place.gateway.cli("channels", "status", "--channel", "zalouser");
  expect(status.stdout).toContain("openclaw channels login --channel zalouser");
  const again = await place.gateway.cli("channels", "logout", "--channel", "zalouser");
  expect(again.stdout).toContain("No saved auth was cleared");
});

test("a page logs in through the gateway, which connects at once", async () => {
  const started = await call("web.login.start", {});
  expect(started).toMatchObject({ message: "Scan this code with Zalo on your phone." });
  const picture = String(started["qrDataUrl"]);
  expect(picture).toMatch(/^data:image\/png;base64,iVBOR/);
  place.shown.add(picture);
  const code = await place.zalo.personal.waitForCode({ timeoutMs: PATIENCE_MS });
  place.zalo.personal.scan(code, place.owner);
  const waiting = call("web.login.wait", { sessionKey: started["sessionKey"] });
  place.zalo.personal.confirm(code);
  expect(await waiting).toMatchObject({ connected: true });
  await answers("từ trang web");
  expect(await call("web.login.start", {})).toEqual({
    connected: true,
    message: "This account is logged in and connected.",
  });
});
