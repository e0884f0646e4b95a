import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDrawnQr } from "../../../extensions/zalouser/src/testing/read-drawn-qr.ts";
import { type PersonalShop, personalShop } from "../support/personal-shop.ts";
import { Terminal, type TerminalOptions } from "../support/terminal.ts";

let place: PersonalShop;
/** What begins a PNG. */
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

beforeAll(async () => {
  place = await personalShop({
    think: ({ text }) => `Trả lời cho ${text}`,
    channel: { dmPolicy: "open", allowFrom: ["*"], groupPolicy: "disabled" },
  });
});
afterAll(() => place?.[Symbol.asyncDispose]());

const logIn = (options?: TerminalOptions) =>
  new Terminal(place.gateway, ["channels", "login", "--channel", "zalouser"], options);

/** The code that the terminal has drawn since `from`. It is the one that Zalo has made. */
async function drawnCode(terminal: Terminal, from = 0): Promise<string> {
  const code = await terminal.sees(readDrawnQr, from);
  place.secrets.add(code);
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
    expect(await terminal.ended).not.toBe(0);
    // The phone comes too late.
    place.zalo.personal.scan(code, place.owner);
    place.zalo.personal.confirm(code);
  }
  expect(existsSync(picture)).toBe(false);
  expect(place.stateFiles()).toEqual([]);
});

test("the drawn code logs in, after one that has expired, and the gateway that starts next connects", async () => {
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
  // Only the gateway keeps a session.
  expect(place.zalo.personal.sockets(place.owner)).toBe(0);
});
