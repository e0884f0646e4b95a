import { expect, test } from "vitest";
import { emojiOf, iconOf, REACTION_EMOJI } from "./reaction-icons.ts";

test("a heart is Zalo's heart, however it asks to be drawn, and a thumb of any colour is a thumb", () => {
  expect(["❤️", "❤", "💕"].map(iconOf)).toEqual(["/-heart", "/-heart", "/-heart"]);
  expect(["👍", "👍🏽"].map(iconOf)).toEqual(["/-strong", "/-strong"]);
});

test("Zalo's own codes are understood, and what Zalo has not is unknown", () => {
  expect(iconOf(":>")).toBe(":>");
  expect(iconOf("🦄")).toBeUndefined();
  expect(iconOf("")).toBeUndefined();
});

test("every emoji that is offered is one of Zalo's, and comes back from its code", () => {
  for (const emoji of REACTION_EMOJI) expect(emojiOf(iconOf(emoji) ?? "")).toBe(emoji);
  expect(emojiOf("/-new")).toBe("/-new");
});
