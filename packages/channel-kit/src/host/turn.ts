import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { ChannelIngressMonitorLifecycle } from "openclaw/plugin-sdk/channel-outbound";
import { targetOf } from "../envelope/chat-target.ts";
import type { Envelope } from "../envelope/envelope.ts";
import type { SkippedMessage } from "../history/pending-history.ts";
import type { Route } from "./agent-route.ts";
import type { GateResult } from "./gate.ts";
import { skippedFacts, surroundings } from "./group-context.ts";
import type { InboundMedia } from "./inbound-media.ts";

type Dispatch = PluginRuntime["channel"]["inbound"]["dispatch"];
type TurnPlan = Parameters<Dispatch>[0];
type DeliveryAdapter = Extract<TurnPlan["delivery"], { deliver: unknown }>;
export type ReplyPayload = Parameters<NonNullable<DeliveryAdapter["deliver"]>>[0];
export type ReplyInfo = Parameters<NonNullable<DeliveryAdapter["deliver"]>>[1];

/** How often "typing" is shown again while the turn runs; Zalo lets it fade after a few seconds. */
const TYPING_EVERY_MS = 4_000;
/** Nobody believes in somebody who types for longer. */
const TYPING_AT_MOST_MS = 10 * 60 * 1_000;

export interface TurnOptions {
  runtime: PluginRuntime;
  cfg: OpenClawConfig;
  channelId: string;
  envelope: Envelope;
  /** What came with it. */
  media: InboundMedia;
  /** Under which id the gateway knows this attempt; see `attemptMessageId`. */
  messageId: string;
  route: Route;
  admitted: Extract<GateResult, { kind: "admit" }>;
  /** Group messages that the agent was not asked about, oldest first. */
  history: readonly SkippedMessage[];
  lifecycle: ChannelIngressMonitorLifecycle;
  blockStreaming: boolean;
  /** Sends what the agent says. Throws when it certainly did not go out. */
  reply(payload: ReplyPayload, info: ReplyInfo): Promise<Replied>;
  typing(): Promise<void>;
  /** Told about failures that concern only the comfort of the conversation. */
  onTrouble(what: string, error: unknown): void;
}

/** What became of one reply of the agent's. */
export interface Replied {
  /** The messages that the platform certainly accepted. */
  messageIds: readonly string[];
  /** False only when nothing of it can have reached the person; the gateway then says so in our place. */
  mayBeSeen: boolean;
}

/** How a turn was left. `deferred`: the gateway keeps it for later, and answers for it from now on. */
export type TurnOutcome = "ended" | "deferred";

/**
 * Runs one agent turn for an admitted message and resolves when the turn is over and everything it said has
 * been handed to `reply`.
 *
 * The gateway would consider the message settled as soon as it has taken the turn over; the claim on the
 * inbox row is kept until this resolves instead, because only then the answer is out.
 */
export async function runTurn(options: TurnOptions): Promise<TurnOutcome> {
  const { runtime, cfg, channelId, envelope, route, lifecycle } = options;
  let deferred = false;
  let adopted = false;
  // The row's signal ends waiting for a turn, not a turn that has begun.
  const waiting = new AbortController();
  const stopWaiting = () => {
    if (!adopted) waiting.abort(lifecycle.abortSignal.reason);
  };
  lifecycle.abortSignal.addEventListener("abort", stopWaiting, { once: true });
  try {
    await runtime.channel.inbound.dispatch({
      cfg,
      channel: channelId,
      accountId: envelope.accountId,
      route: { agentId: route.agentId, sessionKey: route.sessionKey },
      ctxPayload: buildContext(options),
      messageId: options.messageId,
      delivery: {
        observeMessageSent: true,
        deliver: async (payload, info) => {
          const { messageIds, mayBeSeen } = await options.reply(payload, info);
          return { messageIds: [...messageIds], visibleReplySent: mayBeSeen };
        },
        onError: (error) => options.onTrouble("a reply was not delivered", error),
      },
      replyPipeline: {
        typing: {
          start: () => options.typing(),
          onStartError: (error) => options.onTrouble("typing could not be shown", error),
          keepaliveIntervalMs: TYPING_EVERY_MS,
          maxDurationMs: TYPING_AT_MOST_MS,
        },
      },
      replyOptions: { disableBlockStreaming: !options.blockStreaming },
      turnAdoptionLifecycle: {
        admission: "exclusive",
        abortSignal: waiting.signal,
        onAdopted: async () => {
          adopted = true;
          if (deferred) await lifecycle.onAdopted();
          else lifecycle.onAdoptionFinalizing();
        },
        onDeferred: () => {
          deferred = true;
          lifecycle.onDeferred();
        },
        onAbandoned: () => lifecycle.onAbandoned(),
        ...(lifecycle.onDeferredHeartbeat === undefined
          ? {}
          : { onDeferredHeartbeat: lifecycle.onDeferredHeartbeat }),
        ...(lifecycle.deferredHeartbeatIntervalMs === undefined
          ? {}
          : { deferredHeartbeatIntervalMs: lifecycle.deferredHeartbeatIntervalMs }),
      },
    });
    return deferred ? "deferred" : "ended";
  } finally {
    lifecycle.abortSignal.removeEventListener("abort", stopWaiting);
  }
}

function buildContext(options: TurnOptions) {
  const { runtime, channelId, envelope, messageId, route, admitted, history, media } = options;
  const { chat, sender, accountId } = envelope;
  const body = [envelope.text, ...media.lines].filter((part) => part !== "").join("\n");
  const to = `${channelId}:${targetOf(chat)}`;
  const label = sender.name ?? sender.id;
  return runtime.channel.inbound.buildContext({
    channel: channelId,
    accountId,
    provider: channelId,
    surface: channelId,
    messageId,
    timestamp: envelope.sentAt,
    from: chat.kind === "group" ? `${channelId}:group:${chat.id}` : `${channelId}:${sender.id}`,
    sender: { id: sender.id, ...(sender.name === undefined ? {} : { name: sender.name }) },
    conversation: {
      kind: chat.kind,
      id: chat.id,
      label: chat.kind === "group" ? (chat.title ?? chat.id) : label,
      routePeer: { kind: chat.kind, id: chat.id },
    },
    route: {
      agentId: route.agentId,
      accountId,
      routeSessionKey: route.sessionKey,
      mainSessionKey: route.mainSessionKey,
    },
    reply: { to, originatingTo: to },
    message: {
      rawBody: envelope.text,
      body,
      bodyForAgent: body,
      commandBody: envelope.text,
      senderLabel: label,
      ...skippedFacts(history),
    },
    ...surroundings(envelope.quote, admitted.group, history),
    access: {
      commands: { authorized: admitted.commandAuthorized },
      ...(chat.kind === "group"
        ? {
            mentions: {
              canDetectMention: true,
              wasMentioned: envelope.mentionsSelf,
              requireMention: admitted.group?.requireMention ?? true,
            },
          }
        : {}),
    },
    ...(media.facts.length === 0 ? {} : { media: [...media.facts] }),
    channelIngress: admitted.ingress,
  });
}
