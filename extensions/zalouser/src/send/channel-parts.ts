import { TEXT_LIMIT } from "channel-kit/text/chunk";
import type {
  ChannelMessageActionAdapter,
  ChannelOutboundAdapter,
} from "openclaw/plugin-sdk/channel-contract";
import type { ChannelPlugin } from "openclaw/plugin-sdk/channel-core";
import type { ChannelMessageAdapterShape } from "openclaw/plugin-sdk/channel-outbound";
import { ACTIONS, DURABLE_FINAL } from "../capabilities.ts";
import { defaultAccountId } from "../config/account-ids.ts";
import { resolveAccount } from "../config/accounts.ts";
import { formatTarget } from "../ids.ts";
import { requireTarget } from "./target.ts";

/** Only the gateway's process holds a session, so a command beside it has the gateway send. */
export const outboundAdapter: ChannelOutboundAdapter = {
  deliveryMode: "gateway",
  // Without a chunker the gateway hands a text over whole: only our own cut knows what the styles cost.
  textChunkLimit: TEXT_LIMIT,
  // One book per send knows how far it has come; for media that come one by one the gateway would not ask it.
  sendPayloadGroupsMedia: true,
  supportsPollDurationSeconds: true,
  supportsAnonymousPolls: true,
  resolveTarget: ({ cfg, to, accountId }) => {
    try {
      const account = accountId ?? (cfg === undefined ? "default" : defaultAccountId(cfg));
      return { ok: true, to: formatTarget(requireTarget(account, to ?? "")) };
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error : new Error(String(error)) };
    }
  },
  sendPoll: async (context) => await (await import("./poll.ts")).sendPoll(context),
};

export const messageAdapter = {
  id: "zalouser",
  durableFinal: {
    capabilities: DURABLE_FINAL,
    automaticUnknownSendReconciliation: true,
    reconcileUnknownSendKinds: { text: true, media: true, payload: true },
    reconcileUnknownSend: async (context) =>
      await (await import("./outbound.ts")).reconcileUnknownSend(context),
  },
  send: {
    text: async (context) => await (await import("./outbound.ts")).sendText(context),
    media: async (context) => await (await import("./outbound.ts")).sendMedia(context),
    payload: async (context) => await (await import("./outbound.ts")).sendPayload(context),
  },
} satisfies ChannelMessageAdapterShape;

const isOurs = (action: string): boolean => (ACTIONS as readonly string[]).includes(action);

export const actionAdapter: ChannelMessageActionAdapter = {
  // Polls are sent by the outbound adapter.
  describeMessageTool: () => ({ actions: [...ACTIONS, "poll"] }),
  supportsAction: ({ action }) => isOurs(action),
  resolveExecutionMode: ({ action }) => (isOurs(action) ? "gateway" : "local"),
  handleAction: async (context) => await (await import("./actions.ts")).handleAction(context),
};

/** Which of an agent's messages quote the one they answer. */
export const threadingAdapter: NonNullable<ChannelPlugin["threading"]> = {
  resolveReplyToMode: ({ cfg, accountId }) => resolveAccount(cfg, accountId).replyToMode,
};
