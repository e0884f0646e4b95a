import { z } from "zod";
import { type ControlParts, find, type Route } from "./route.ts";

const One = z.strictObject({ msgId: z.string() });
const Several = z.strictObject({ msgIds: z.array(z.string()).min(1) });
const Reaction = z.strictObject({ msgId: z.string(), icon: z.string() });
const Typing = z.strictObject({ to: z.string().optional(), in: z.string().optional() });
const Vote = z.strictObject({ pollId: z.int(), options: z.array(z.int().min(1)) });
const Nickname = z.strictObject({ other: z.string(), name: z.string() });
const Acquaintance = z.strictObject({
  act: z.enum(["ask", "accept", "refuse", "withdraw", "unfriend", "block", "unblock"]),
  other: z.string(),
  message: z.string().default(""),
});

/** What people do besides writing. */
export function deedRoutes({ world }: ControlParts): readonly Route[] {
  const { person, group } = find(world);
  const deed = (name: string, run: (id: string | undefined, body: unknown) => void): Route => ({
    verb: "POST",
    path: new RegExp(`^/control/people/([0-9a-f]+)/${name}$`),
    run: ({ ids, body }) => {
      run(ids[0], body);
      return {};
    },
  });
  return [
    deed("recalls", (id, body) => person(id).recalls(One.parse(body).msgId)),
    deed("reacts", (id, body) => {
      const { msgId, icon } = Reaction.parse(body);
      person(id).reacts(msgId, icon);
    }),
    deed("types", (id, body) => {
      const { to, in: inGroup } = Typing.parse(body);
      person(id).types(inGroup === undefined ? person(to) : group(inGroup));
    }),
    deed("receives", (id, body) => person(id).receives(...Several.parse(body).msgIds)),
    deed("sees", (id, body) => person(id).sees(...Several.parse(body).msgIds)),
    deed("votes", (id, body) => {
      const { pollId, options } = Vote.parse(body);
      person(id).votes(pollId, ...options);
    }),
    deed("nicknames", (id, body) => {
      const { other, name } = Nickname.parse(body);
      person(id).nicknames(person(other), name);
    }),
    deed("acquaintance", (id, body) => {
      const { act, other: otherId, message } = Acquaintance.parse(body);
      const one = person(id);
      const other = person(otherId);
      const acts: Record<typeof act, () => void> = {
        ask: () => one.asksFriendship(other, message),
        accept: () => one.acceptsFriendship(other),
        refuse: () => one.refusesFriendship(other),
        withdraw: () => one.withdrawsFriendship(other),
        unfriend: () => one.unfriends(other),
        block: () => one.blocks(other),
        unblock: () => one.unblocks(other),
      };
      acts[act]();
    }),
  ];
}
