import { expect, test } from "vitest";
import { severalMayWrite } from "./several-writers.ts";

const ALICE = "6ede9afa66b88fe6d6a9";
const BOB = "0123456789abcdef0123";
const idPrefixes = ["zalo:"];

test("one person, however they are listed and approved, is not several", () => {
  expect(
    severalMayWrite({ dmPolicy: "pairing", allowFrom: [`zalo:${ALICE}`, ALICE], idPrefixes }, [ALICE]),
  ).toBe(false);
  expect(severalMayWrite({ dmPolicy: "pairing", allowFrom: [], idPrefixes }, [])).toBe(false);
});

test("a second person counts whether listed or approved", () => {
  expect(severalMayWrite({ dmPolicy: "allowlist", allowFrom: [ALICE, BOB], idPrefixes }, [])).toBe(true);
  expect(severalMayWrite({ dmPolicy: "pairing", allowFrom: [ALICE], idPrefixes }, [BOB])).toBe(true);
});

test("who was approved once does not count where only the list does", () => {
  expect(severalMayWrite({ dmPolicy: "allowlist", allowFrom: [ALICE], idPrefixes }, [BOB])).toBe(false);
});

test("everybody is several, and nobody is not", () => {
  expect(severalMayWrite({ dmPolicy: "open", allowFrom: ["*"], idPrefixes }, [])).toBe(true);
  expect(severalMayWrite({ dmPolicy: "disabled", allowFrom: ["*"], idPrefixes }, [ALICE, BOB])).toBe(false);
});
