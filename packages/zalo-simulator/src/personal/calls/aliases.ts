import { z } from "zod";
import { personOf } from "../recipient.ts";
import { Count, defineCall, Id } from "../web-call.ts";

/** The names that the owner gave to friends, a page at a time. */
export const getAliases = defineCall({
  service: "alias",
  path: "/api/alias/list",
  params: z.looseObject({ page: Count.min(1), count: Count.min(1) }),
  run: ({ owner, params: { page, count }, parts }) => {
    const given = parts.world.acquaintances.nicknamesOf(owner).slice((page - 1) * count, page * count);
    const items = given.map(([{ uid: userId }, alias]) => ({ userId, alias }));
    return { data: { items, updateTime: String(Date.now()) } };
  },
});

/** The owner gives somebody a name of their own. */
export const giveAlias = defineCall({
  service: "alias",
  path: "/api/alias/update",
  params: z.looseObject({ friendId: Id, alias: z.string().min(1) }),
  run: ({ owner, params, parts }) => {
    parts.world.acquaintances.nickname(owner, personOf(parts.world, params.friendId), params.alias);
    return { data: "" };
  },
});
