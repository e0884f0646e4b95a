import { z } from "zod";
import type { GroupProfile, Profile } from "../session/port.ts";

/** What the directory wants to know of an account. */
export const Question = z.discriminatedUnion("what", [
  z.strictObject({ accountId: z.string(), what: z.literal("self") }),
  z.strictObject({ accountId: z.string(), what: z.literal("friends") }),
  z.strictObject({ accountId: z.string(), what: z.literal("groups") }),
  z.strictObject({ accountId: z.string(), what: z.literal("members"), groupId: z.string() }),
]);
export type Question = z.infer<typeof Question>;

/** What is answered to each. */
export interface Answers {
  self: readonly Profile[];
  friends: readonly Profile[];
  members: readonly Profile[];
  groups: readonly GroupProfile[];
}

const Person = z.object({
  id: z.string(),
  name: z.string(),
  alias: z.string().exactOptional(),
  isFriend: z.boolean(),
});
const People = z.array(Person);

/** Answers as they come back from the gateway's process. */
export const ANSWER: { readonly [What in keyof Answers]: z.ZodType<Answers[What]> } = {
  self: People,
  friends: People,
  members: People,
  groups: z.array(z.object({ id: z.string(), name: z.string(), memberCount: z.number() })),
};
