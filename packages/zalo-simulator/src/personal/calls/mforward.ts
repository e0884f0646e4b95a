import { z } from "zod";
import type { Conversation } from "../../world/conversation.ts";
import { directOf, groupOf } from "../recipient.ts";
import { checkLength, post } from "../send-content.ts";
import { parsed } from "../text-properties.ts";
import { type CallResult, Count, defineCall, Id, invalidParams, Refused, type WebCall } from "../web-call.ts";

const common = { msgType: z.literal("1"), totalIds: Count, msgInfo: z.string() };
const Info = z.looseObject({ message: z.string().min(1) });

/** A text for several people at once; each takes it or does not. */
export const forwardToPeople = defineCall({
  service: "file",
  path: "/api/message/mforward",
  params: z.looseObject({
    ...common,
    toIds: z.array(z.looseObject({ clientId: Id, toUid: Id, ttl: Count })).min(1),
  }),
  run: (call) =>
    forwarded(call, {
      to: call.params.toIds.map(({ toUid, ...to }) => ({ ...to, find: () => directOf(call, toUid) })),
      ...call.params,
    }),
});

/** A text for several groups at once. */
export const forwardToGroups = defineCall({
  service: "file",
  path: "/api/group/mforward",
  params: z.looseObject({
    ...common,
    grids: z.array(z.looseObject({ clientId: Id, grid: Id, ttl: Count })).min(1),
  }),
  run: (call) =>
    forwarded(call, {
      to: call.params.grids.map(({ grid, ...to }) => ({
        ...to,
        find: () => groupOf(call, grid).conversation,
      })),
      ...call.params,
    }),
});

interface Destination {
  clientId: string;
  ttl: number;
  /** Throws `Refused` when it is none. */
  find(): Conversation;
}

function forwarded(
  call: WebCall<unknown>,
  { to, totalIds, msgInfo }: { to: readonly Destination[]; totalIds: number; msgInfo: string },
): CallResult {
  const info = Info.safeParse(parsed(msgInfo));
  if (!info.success || totalIds !== to.length) throw invalidParams();
  const { message: text } = info.data;
  checkLength(text);
  const success: object[] = [];
  const fail: object[] = [];
  for (const { clientId, ttl, find } of to) {
    try {
      const content = { kind: "text", text } as const;
      const draft = {
        from: call.owner,
        conversation: find(),
        content,
        mentions: [],
        ttl,
        cliMsgId: clientId,
      };
      success.push({ clientId, msgId: post(call, draft).msgId });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fail.push({ clientId, error_code: String(error.code) });
    }
  }
  return { data: { success, fail } };
}
