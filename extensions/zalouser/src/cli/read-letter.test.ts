import { expect, test } from "vitest";
import { eventIdOf } from "../receive/normalize.ts";
import { FLOWERS, LAN, messageEvent } from "../testing/wire-messages.ts";
import { chatOfEvent, messageOfEvent } from "./read-letter.ts";

test("a dead letter names its chat as messages to it are addressed", () => {
  expect(chatOfEvent(eventIdOf(LAN, "7000"))).toBe(LAN.id);
  expect(chatOfEvent(eventIdOf(FLOWERS, "7000"))).toBe(`group:${FLOWERS.id}`);
  expect(chatOfEvent("something else")).toBe("something else");
});

test("who wrote what is read from the event as it was stored", () => {
  expect(messageOfEvent(messageEvent({ content: "giá bao nhiêu?" }))).toEqual({
    from: "Chị Lan",
    text: "giá bao nhiêu?",
  });
  const photo = messageEvent({ dName: "", msgType: "chat.photo", content: { title: "hoa này", href: "x" } });
  expect(messageOfEvent(photo)).toEqual({ from: LAN.id, text: "hoa này" });
  expect(messageOfEvent(messageEvent({ content: null }))).toMatchObject({ text: "" });
  expect(messageOfEvent({ kind: "undo" })).toBeUndefined();
});
