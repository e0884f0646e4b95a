import { platformMessageId } from "channel-kit/answer/answer-record";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ChannelMessageActionAdapter } from "openclaw/plugin-sdk/channel-contract";
import { resolveAccount } from "../config/accounts.ts";
import { formatTarget } from "../ids.ts";
import type { LiveAccount } from "../live/live-accounts.ts";
import { requireLive } from "../live/require-live.ts";
import { liveAccounts } from "../process-state.ts";
import { iconOf, REACTION_EMOJI } from "../reaction-icons.ts";
import type { KnownMessage } from "../receive/message-book.ts";
import { unaskedOf } from "../safety/account-safety.ts";
import type { Thread } from "../session/port.ts";
import { deliver } from "./outbound.ts";
import { readSticker } from "./sticker-id.ts";
import { requireTarget } from "./target.ts";
import { formatText } from "./text.ts";

type HandleAction = NonNullable<ChannelMessageActionAdapter["handleAction"]>;
type ActionContext = Parameters<HandleAction>[0];
type ActionResult = Awaited<ReturnType<HandleAction>>;

/** Handles what a tool call or `openclaw message …` asks for beside sending. */
export async function handleAction(context: ActionContext): Promise<ActionResult> {
  const { action } = context;
  switch (action) {
    case "react":
      return await react(context);
    case "unsend":
    case "delete":
      return await unsend(context);
    case "sticker":
      return await sticker(context);
    default:
      throw new ChannelError("rejected", `Zalo account "${idOf(context)}" cannot do "${action}".`);
  }
}

async function react(context: ActionContext): Promise<ActionResult> {
  const { params } = context;
  const accountId = idOf(context);
  const emoji = textOf(params["emoji"]);
  const isRemoval = params["remove"] === true || emoji === "";
  const icon = isRemoval ? "" : iconOf(emoji);
  if (icon === undefined) {
    throw new ChannelError("rejected", `Zalo account "${accountId}": Zalo has no reaction for "${emoji}".`, {
      fix: `Choose one of ${REACTION_EMOJI.join(" ")}.`,
    });
  }
  const { session, safety, thread, known } = await namedMessage(context);
  const { msgId: messageId, cliMsgId: clientMessageId } = known.message;
  const signal = signalOf();
  using permit = await safety.admit(thread, unaskedOf(0), signal);
  try {
    await session.react(thread, { messageId, clientMessageId }, icon, signal);
  } catch (error) {
    if (error instanceof ChannelError) permit.learned({ kind: "not-sent", error });
    throw error;
  }
  return told({ ...(isRemoval ? { removed: true } : { added: emoji }), messageId });
}

/** Takes an own message back for everybody in its chat. */
async function unsend(context: ActionContext): Promise<ActionResult> {
  const { session, thread, known } = await namedMessage(context);
  const { msgId: messageId, cliMsgId: clientMessageId } = known.message;
  if (!known.isOwn) {
    throw new ChannelError(
      "rejected",
      `Zalo account "${idOf(context)}": message ${messageId} was written by somebody else, and only own messages can be taken back.`,
    );
  }
  await session.undo(thread, { messageId, clientMessageId }, signalOf());
  return told({ deleted: true, messageId });
}

/** Sends stickers in order, after what is said about them. */
async function sticker(context: ActionContext): Promise<ActionResult> {
  const accountId = idOf(context);
  const ids = [context.params["stickerId"]].flat().map((id) => textOf(id));
  for (const id of ids) readSticker(accountId, id);
  const { receipt } = await deliver(
    { ...context, to: targetIn(context), accountId },
    {
      compose: async () => ({
        messages: [
          ...formatText(textOf(context.params["message"])),
          ...ids.map((id) => ({ text: "", media: { kind: "sticker", id } }) as const),
        ],
      }),
    },
  );
  return told({ messageIds: receipt.platformMessageIds });
}

/** The message that the action is about, in the chat that it names. Throws when it is not known here. */
async function namedMessage(
  context: ActionContext,
): Promise<Pick<LiveAccount, "session" | "safety"> & { thread: Thread; known: KnownMessage }> {
  const accountId = idOf(context);
  const { session, safety, messages } = requireLive(liveAccounts, accountId);
  const current = context.toolContext?.currentMessageId;
  const given = textOf(context.params["messageId"] ?? current);
  const messageId = platformMessageId(given);
  const known = messageId === "" ? undefined : await messages.find(messageId);
  const thread = known === undefined ? undefined : requireTarget(accountId, targetIn(context, known.thread));
  if (known === undefined || thread?.kind !== known.thread.kind || thread.id !== known.thread.id) {
    throw new ChannelError(
      "rejected",
      `Zalo account "${accountId}": message "${given}" is not known in this chat. Zalo wants to be told more than its id, which is kept for the messages of the last 30 days that the account saw while it ran.`,
      {
        fix: "Take the id from the conversation or from the answer to the send, and name the chat it stands in.",
      },
    );
  }
  return { session, safety, thread, known };
}

function targetIn({ params, toolContext }: ActionContext, fallback?: Thread): string {
  const given = textOf(params["to"] ?? params["target"] ?? params["chatId"]);
  if (given !== "") return given;
  return toolContext?.currentMessagingTarget ?? (fallback === undefined ? "" : formatTarget(fallback));
}

const idOf = ({ cfg, accountId }: ActionContext): string => resolveAccount(cfg, accountId ?? null).accountId;

const textOf = (value: unknown): string =>
  typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";

/** Every call of a session has a deadline of its own. */
const signalOf = (): AbortSignal => new AbortController().signal;

function told(what: Readonly<Record<string, unknown>>): ActionResult {
  const details = { ok: true, channel: "zalouser", ...what };
  return { content: [{ type: "text", text: JSON.stringify(details) }], details };
}
