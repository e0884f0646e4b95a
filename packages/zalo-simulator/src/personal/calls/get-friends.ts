import { z } from "zod";
import { Count, defineCall } from "../web-call.ts";
import { toWireUser } from "../wire-user.ts";

/** The account's friends, a page at a time, in the order in which they became friends. */
export const getFriends = defineCall({
  service: "profile",
  path: "/api/social/friend/getfriends",
  params: z.looseObject({ page: Count.min(1), count: Count.min(1) }),
  run: ({ owner, params: { page, count }, parts }) => {
    const friends = parts.world.friendsOf(owner).slice((page - 1) * count, page * count);
    return { data: friends.map((friend) => toWireUser(friend, { isFriend: true })) };
  },
});
