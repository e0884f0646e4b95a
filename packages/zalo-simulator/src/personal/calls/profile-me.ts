import { z } from "zod";
import { defineCall } from "../web-call.ts";
import { toWireUser } from "../wire-user.ts";

/** The account itself. */
export const profileMe = defineCall({
  service: "profile",
  path: "/api/social/profile/me-v2",
  params: z.looseObject({}),
  run: ({ owner }) => ({ data: { profile: toWireUser(owner, { isFriend: false }) } }),
});
