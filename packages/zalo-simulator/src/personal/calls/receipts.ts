import { z } from "zod";
import type { Conversation } from "../../world/conversation.ts";
import { groupOf, personOf } from "../recipient.ts";
import { parsed } from "../text-properties.ts";
import { type CallResult, defineCall, Id, invalidParams, type WebCall } from "../web-call.ts";

/** How many messages one receipt may be about; zca-js MAX_MESSAGES_PER_SEND. */
const MOST_MESSAGES = 50;

const MsgInfos = z.looseObject({
  data: z
    .array(z.looseObject({ cmi: Id, gmi: Id, si: Id, di: Id, mt: z.string().min(1) }))
    .min(1)
    .max(MOST_MESSAGES),
  grid: Id.optional(),
  senderId: Id.optional(),
});
type Infos = z.infer<typeof MsgInfos>;

const params = z.looseObject({ msgInfos: z.string() });
type ReceiptCall = WebCall<z.infer<typeof params>>;

/** The owner has looked at messages of a person. */
export const messageSeen = defineCall({
  service: "chat",
  path: "/api/message/seenv2",
  params,
  run: (call) => {
    const infos = infosIn(call);
    if (infos.senderId === undefined) throw invalidParams();
    return marked(call, infos, { as: "seen", conversation: fromPerson(call, infos.senderId) });
  },
});

/** The owner's device has messages of a person. */
export const messageDelivered = defineCall({
  service: "chat",
  path: "/api/message/deliveredv2",
  params,
  run: (call) => {
    const infos = infosIn(call);
    const conversation = fromPerson(call, infos.data[0]?.si ?? "");
    return marked(call, infos, { as: "delivered", conversation });
  },
});

/** The owner has looked at messages of a group. */
export const groupSeen = defineCall({
  service: "group",
  path: "/api/group/seenv2",
  params,
  run: (call) => marked(call, infosIn(call), { as: "seen", conversation: inGroup(call) }),
});

/** The owner's device has messages of a group. */
export const groupDelivered = defineCall({
  service: "group",
  path: "/api/group/deliveredv2",
  params,
  run: (call) => marked(call, infosIn(call), { as: "delivered", conversation: inGroup(call) }),
});

function infosIn({ params: { msgInfos } }: ReceiptCall): Infos {
  const read = MsgInfos.safeParse(parsed(msgInfos));
  if (!read.success) throw invalidParams();
  return read.data;
}

const fromPerson = ({ owner, parts }: ReceiptCall, uid: string): Conversation =>
  parts.world.conversation(owner, personOf(parts.world, uid));

function inGroup(call: ReceiptCall): Conversation {
  const { grid } = infosIn(call);
  if (grid === undefined) throw invalidParams();
  return groupOf(call, grid).conversation;
}

/** Only messages of the conversation that somebody else wrote can be marked; a recalled one still can. */
function marked(
  { owner, parts }: ReceiptCall,
  { data }: Infos,
  { as, conversation }: { as: "seen" | "delivered"; conversation: Conversation },
): CallResult {
  for (const { gmi, cmi, si, di } of data) {
    const message = parts.world.correspondence.message(gmi);
    const to = conversation.kind === "group" ? conversation.id : "0";
    const isThat =
      message?.conversation === conversation &&
      message.cliMsgId === cmi &&
      message.from.uid === si &&
      si !== owner.uid &&
      di === to;
    if (!isThat) throw invalidParams();
  }
  const msgIds = data.map(({ gmi }) => gmi);
  parts.world.responses.mark(owner, msgIds, as);
  return { data: { status: 0 } };
}
