import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { assertNoSecrets, findSecrets } from "../support/secrets.ts";
import { at, productionSources } from "../support/sources.ts";

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

  test("refuses a secret that is too short to be told from chance", () => {
    expect(() => findSecrets(folder, ["1:2"])).toThrow(RangeError);
  });
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
