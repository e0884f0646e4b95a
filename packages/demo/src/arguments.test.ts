import { join } from "node:path";
import { expect, test } from "vitest";
import { readArguments } from "./arguments.ts";
import { ROOT } from "./repository.ts";

const DEMO = join(ROOT, ".demo");

test("nothing on the command line means a chat, with its state in .demo", () => {
  expect(readArguments([])).toEqual({ kind: "chat", folder: DEMO });
});

test("a text to say keeps its spaces, accents and line ends", () => {
  const text = "xin  chào\nbạn";
  const said = { kind: "say", folder: DEMO, text, approve: false };
  expect(readArguments(["--say", text])).toEqual(said);
  expect(readArguments([`--say=${text}`])).toEqual(said);
});

test("everything behind openclaw is openclaw's, options included", () => {
  expect(readArguments(["--folder", "/tmp/x", "openclaw", "channels", "status", "--help"])).toEqual({
    kind: "openclaw",
    folder: "/tmp/x",
    args: ["channels", "status", "--help"],
  });
});

test("a demo on the real Zalo keeps its logins apart from the simulated ones", () => {
  const folder = join(DEMO, "real");
  expect(readArguments(["--real"])).toEqual({ kind: "chat", folder, real: true });
  expect(readArguments(["--real", "openclaw", "channels", "status"])).toEqual({
    kind: "openclaw",
    folder,
    args: ["channels", "status"],
    real: true,
  });
});

test("the page's port and a login at once can be asked for", () => {
  expect(readArguments(["--port", "8080", "--login"])).toEqual({
    kind: "chat",
    folder: DEMO,
    port: 8080,
    login: true,
  });
});

test.each([
  { argv: ["--port", "high"], says: "from 0 to 65535" },
  { argv: ["--real", "--login"], says: "simulated" },
  { argv: ["--say", "x", "--login"], says: "--say goes without --login" },
  { argv: ["--login=yes"], says: "takes no value" },
  { argv: ["--sya", "x"], says: 'Unknown option "--sya"' },
  { argv: ["--say"], says: "--say needs a text" },
  { argv: ["--say", "xin", "chào"], says: "in quotes" },
  { argv: ["--approve"], says: "goes with --say" },
  { argv: ["--approve", "ABCD2345"], says: "openclaw pairing approve zalo" },
  { argv: ["chat"], says: 'Unexpected "chat"' },
])("$argv is refused with a way out", ({ argv, says }) => {
  expect(() => readArguments(argv)).toThrow(says);
});
