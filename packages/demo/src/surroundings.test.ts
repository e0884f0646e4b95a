import { expect, test } from "vitest";
import { describeSurroundings, readSurroundings } from "./surroundings.ts";

test("without keys everything stays on this machine", () => {
  expect(readSurroundings({ ZALO_BOT_TOKEN: " " })).toEqual({
    botToken: undefined,
    apiUrl: undefined,
    model: undefined,
    toPassOn: {},
  });
});

test("a model key is named in the configuration, and only named", () => {
  const { model, toPassOn } = readSurroundings({ OPENAI_API_KEY: "sk-1", OPENAI_MODEL: "big" });
  expect(model).toEqual({
    url: "https://api.openai.com/v1",
    name: "big",
    key: ["$", "{OPENAI_API_KEY}"].join(""),
  });
  expect(toPassOn).toEqual({ OPENAI_API_KEY: "sk-1" });
});

test("a server of one's own needs no key, but the model's name", () => {
  const env = { OPENAI_BASE_URL: "http://127.0.0.1:11434/v1/" };
  expect(() => readSurroundings(env)).toThrow("OPENAI_MODEL");
  expect(readSurroundings({ ...env, OPENAI_MODEL: "llama" }).model).toEqual({
    url: "http://127.0.0.1:11434/v1",
    name: "llama",
  });
});

test("what is in use is said without a secret", () => {
  const surroundings = readSurroundings({ ZALO_BOT_TOKEN: "1:geheim", OPENAI_API_KEY: "sk-geheim" });
  const said = describeSurroundings(surroundings, { isReal: true, hasPersonal: true });
  expect(said).toContain("the real one, as the bot of ZALO_BOT_TOKEN and with a personal account");
  expect(said).toContain("api.openai.com");
  expect(said).not.toContain("geheim");
});
