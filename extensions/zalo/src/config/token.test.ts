import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resolveToken, type TokenPlace } from "./token.ts";

const OWN = "1111111111:ownTokenOwnTokenOwnToken";
const OWN_FILE = "2222222222:ownFileOwnFileOwnFile";
const ROOT = "3333333333:rootTokenRootTokenRoot";
const ROOT_FILE = "4444444444:rootFileRootFileRoot";
const ENV = "5555555555:envTokenEnvTokenEnv";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "token-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

test("the places are asked in the order that the design names", () => {
  const full = {
    own: { botToken: OWN, tokenFile: file("own", OWN_FILE) },
    root: { botToken: ROOT, tokenFile: file("root", ROOT_FILE) },
  };
  const own: TokenPlace = { path: "channels.zalo.accounts.default", ...full.own };
  const root: TokenPlace = { path: "channels.zalo", ...full.root };
  const found: unknown[] = [];
  for (const step of [
    () => {},
    () => delete own.botToken,
    () => delete own.tokenFile,
    () => delete root.botToken,
    () => delete root.tokenFile,
  ]) {
    step();
    const { source, value } = resolveToken("default", [own, root], ENV);
    found.push([source, value]);
  }
  expect(found).toEqual([
    ["config", OWN],
    ["configFile", OWN_FILE],
    ["config", ROOT],
    ["configFile", ROOT_FILE],
    ["env", ENV],
  ]);
});

test("no place at all is a missing token, with the setting to write", () => {
  const { source, status, value, problem } = resolveToken(
    "shop",
    [{ path: "channels.zalo.accounts.shop" }],
    undefined,
  );
  expect([source, status, value]).toEqual(["none", "missing", undefined]);
  expect(problem?.code).toBe("misconfigured");
  expect(problem?.message).toMatch(
    /^Zalo account "shop" has no bot token\. Set channels\.zalo\.accounts\.shop\.botToken or /,
  );
});

test("space and line ends around a token do no harm", () => {
  const place = { path: "channels.zalo", tokenFile: file("token", `  ${OWN}\r\n`) };
  expect(resolveToken("default", [place], undefined).value).toBe(OWN);
});

describe("a token that is named and cannot be had", () => {
  const named = (place: Omit<TokenPlace, "path">) =>
    resolveToken(
      "shop",
      [
        { path: "channels.zalo.accounts.shop", ...place },
        { path: "channels.zalo", botToken: ROOT },
      ],
      ENV,
    );

  test("never falls through to another bot's", () => {
    for (const place of [
      { botToken: "" },
      { tokenFile: join(folder, "nowhere") },
      { botToken: "nonsense" },
    ]) {
      expect(named(place)).toMatchObject({ status: "unavailable" });
      expect(named(place).value).toBeUndefined();
    }
  });

  test.each<[string, () => Omit<TokenPlace, "path">, RegExp]>([
    ["an empty setting", () => ({ botToken: "   " }), /botToken is empty/],
    [
      "an unresolved secret",
      () => ({ botToken: { source: "env", provider: "default", id: "X" } }),
      /botToken refers to a secret that could not be resolved.*secrets audit/,
    ],
    [
      "something that is no token",
      () => ({ botToken: "hunter2-hunter2" }),
      /botToken does not look like a Zalo bot token/,
    ],
    ["two words", () => ({ botToken: "123:abc def" }), /botToken does not look like/],
    ["an empty file", () => ({ tokenFile: file("empty", "\n") }), /tokenFile is empty/],
    [
      "a file of something else",
      () => ({ tokenFile: file("other", "hunter2-hunter2") }),
      /tokenFile does not look like/,
    ],
    ["a large file", () => ({ tokenFile: file("large", OWN.repeat(200)) }), /tokenFile is too large/],
    [
      "a missing file",
      () => ({ tokenFile: join(folder, "nowhere") }),
      /tokenFile cannot be read \(ENOENT\).*Check the path/,
    ],
    ["a folder", () => ({ tokenFile: folder }), /tokenFile is not a file/],
    [
      "a symbolic link",
      () => {
        symlinkSync(file("target", OWN), join(folder, "link"));
        return { tokenFile: join(folder, "link") };
      },
      /tokenFile is a symbolic link, which is refused/,
    ],
    [
      "a file below a file",
      () => ({ tokenFile: join(file("plain", OWN), "token") }),
      /tokenFile cannot be read \(ENOTDIR\)/,
    ],
  ])("%s", (_, place, message) => {
    const { status, problem } = named(place());
    expect(status).toBe("unavailable");
    expect(problem?.message).toMatch(/^Zalo account "shop": channels\.zalo\.accounts\.shop\./);
    expect(problem?.message).toMatch(message);
    expect(problem?.fix).toBeTruthy();
    for (const secret of ["hunter2", OWN, OWN.slice(11)])
      expect(String(problem?.stack)).not.toContain(secret);
  });
});

test("a folder with the name of a token file is no token", () => {
  mkdirSync(join(folder, "token"));
  const { problem } = resolveToken(
    "default",
    [{ path: "channels.zalo", tokenFile: join(folder, "token") }],
    undefined,
  );
  expect(problem?.message).toContain("is not a file");
});
