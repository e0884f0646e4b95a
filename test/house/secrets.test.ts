import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { assertNothingLeaked } from "../journeys/support/personal-secrets.ts";
import { assertNoSecrets, findSecrets } from "../support/secrets.ts";
import { at, filesBelow, productionSources, readSource } from "../support/sources.ts";

const TOKEN = "1234567890:AbCdEfGhIjKlMnOpQrStUvWxYz";

describe("the search for secrets in what a run has written", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "secrets-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };

  test("names file and line, and does not repeat the secret", () => {
    write("state/logs/gateway.log", `first line\nPOST /bot${TOKEN}/getMe failed\n`);
    expect(() => assertNoSecrets(folder, [TOKEN])).toThrow("state/logs/gateway.log:2: secret 1 as it is");
    expect(findSecrets(folder, [TOKEN]).join()).not.toContain("AbCd");
  });

  test.each([
    ["as in a URL", encodeURIComponent(TOKEN)],
    ["in base64", Buffer.from(TOKEN).toString("base64")],
    ["in base64", Buffer.from(`${TOKEN}@somewhere`).toString("base64")],
    ["in base64", Buffer.from(`a=${TOKEN}; b=1`).toString("base64")],
    ["in base64", Buffer.from(`ab=${TOKEN}?`).toString("base64url")],
    ["in base64", Buffer.from(`abc=${TOKEN}`).toString("base64")],
    ["without what stands before the colon", "…:AbCdEfGhIjKlMnOpQrStUvWxYz"],
  ])("finds a secret %s", (form, written) => {
    write("gateway.log", `x ${written} y`);
    expect(findSecrets(folder, [TOKEN])).toContain(`gateway.log:1: secret 1 ${form}`);
  });

  test("looks into databases too", () => {
    write("state/zalo/inbox.sqlite", Buffer.from(`\0\0SQLite\0${TOKEN}\0`, "latin1"));
    expect(findSecrets(folder, [TOKEN])).not.toEqual([]);
  });

  test("lets the configuration hold what it has to", () => {
    write("state/openclaw.json", JSON.stringify({ botToken: TOKEN }));
    write("state/openclaw.json.bak", JSON.stringify({ botToken: TOKEN }));
    expect(findSecrets(folder, [TOKEN])).toEqual([]);
    expect(findSecrets(folder, [TOKEN], { allow: /never/ })).not.toEqual([]);
  });

  test("finds nothing where there is nothing", () => {
    write("gateway.log", "account started with token ***\n");
    expect(() => assertNoSecrets(folder, [TOKEN, "another-secret"])).not.toThrow();
  });

  test("names the form of a secret without a colon", () => {
    write("gateway.log", "the-cookie-of-somebody\n");
    expect(findSecrets(folder, ["the-cookie-of-somebody"])).toEqual(["gateway.log:1: secret 1 as it is"]);
  });

  test("refuses a secret that is too short to be told from chance", () => {
    expect(() => findSecrets(folder, ["1:2"])).toThrow(RangeError);
  });
});

describe("the search in what a gateway on a personal account has written", () => {
  const LOGIN = {
    imei: "0a0b0c0d-imei-of-the-shop",
    cookies: [{ key: "zpsid", value: "zpsid-of-the-shop" }],
  };
  const SECRETS = {
    logins: ["+key/of-the-calls==", "code-in-the-picture"],
    settings: ["password-of-the-proxy"],
    shown: ["data:image/png;base64,iVBORw0KGgo"],
  };
  const LOGIN_FILE = "state/zalouser/credentials/default.json";
  let folder: string;

  const write = (path: string, content: unknown) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "secrets-"));
    write(LOGIN_FILE, { version: 1, kind: "login", generation: "1", login: LOGIN });
    write("state/openclaw.json", { proxy: `http://me:${SECRETS.settings[0]}@127.0.0.1:1` });
    write("commands.out", { qrDataUrl: SECRETS.shown[0] });
    write("gateway.log", "logged in\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("finds nothing where each lies where it belongs", () => {
    expect(() => assertNothingLeaked(folder, SECRETS)).not.toThrow();
  });

  test.each([
    ["gateway.log", "an imei", LOGIN.imei],
    ["zalo.journal", "a cookie", "zpsid-of-the-shop"],
    ["commands.out", "a key", "+key/of-the-calls=="],
    ["state/zalouser/inbox.sqlite", "a QR code", "code-in-the-picture"],
    ["state/openclaw.json", "a cookie", "zpsid-of-the-shop"],
    ["state/zalouser/credentials/.default.json.1a2b3c.tmp", "a cookie", "zpsid-of-the-shop"],
    ["state/extensions/zalouser/dist/chunk.js", "an imei", LOGIN.imei],
    ["tmp/upload", "a key", "+key/of-the-calls=="],
    [LOGIN_FILE, "the password of a proxy", "password-of-the-proxy"],
    ["gateway.log", "the password of a proxy", "password-of-the-proxy"],
    ["gateway.log", "a picture of a code", "data:image/png;base64,iVBORw0KGgo"],
  ])("finds in %s %s", (path, _, secret) => {
    const before = existsSync(join(folder, path)) ? readText(path) : "";
    write(path, path === LOGIN_FILE ? { ...JSON.parse(before), note: secret } : `${before}${secret}\n`);
    expect(() => assertNothingLeaked(folder, SECRETS)).toThrow(path);
  });

  const readText = (path: string) => readFileSync(join(folder, path), "utf8");
});

test("every journey of a personal account ends with that search", () => {
  const journeys = filesBelow("test/journeys/zalouser").filter((path) => path.endsWith(".test.ts"));
  expect(journeys.length).toBeGreaterThan(5);
  const without = journeys.filter((path) => {
    const { text } = readSource(path);
    const isClosed = /await using \w+ = await personalShop\(|place\?\.\[Symbol\.asyncDispose\]\(\)/.test(
      text,
    );
    return !(isClosed && text.includes("personalShop("));
  });
  expect(without).toEqual([]);
});

test("no text of the plugins is built from a token, a URL or another program's message", () => {
  const risky = /^(?:token|botToken|secret|password|cookie|apiUrl|url)$/i;
  const found = productionSources()
    .filter(({ path }) => /^(?:extensions\/|packages\/channel-kit\/)/.test(path))
    .flatMap((source) => {
      const places: string[] = [];
      const visit = (node: ts.Node): void => {
        const named = ts.isTemplateSpan(node) ? (node.expression.getText().split(".").pop() ?? "") : "";
        if (risky.test(named)) {
          const { line } = source.tree.getLineAndCharacterOfPosition(node.getStart());
          places.push(at(source, line + 1));
        }
        ts.forEachChild(node, visit);
      };
      visit(source.tree);
      return places.map((place) => place.replace(/:\d+$/, ""));
    });
  // The one place where the token has to stand: the path of the request itself.
  expect([...new Set(found)]).toEqual(["extensions/zalo/src/bot-api/http.ts"]);
});
