import { expect } from "vitest";
import { WAIT } from "./scene.ts";

/** Looks again and again, for what only a client knows and no event tells of; a busy machine gets its time. */
export const soon = <T>(read: () => T) => expect.poll(read, { timeout: WAIT.timeoutMs });
