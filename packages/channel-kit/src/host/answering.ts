import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { ChannelIngressIdentityDescriptor } from "openclaw/plugin-sdk/channel-ingress-runtime";
import type {
  ChannelIngressMonitorDeliveryResult,
  ChannelIngressMonitorLifecycle,
} from "openclaw/plugin-sdk/channel-outbound";
import type { Part } from "../album/album.ts";
import type { AnswerBook } from "../answer/answer-book.ts";
import { type AnswerRecord, attemptMessageId, type Outgoing } from "../answer/answer-record.ts";
import type { Said } from "../answer/said.ts";
import { type SendPiecesReport, sendPieces, type UnknownSends } from "../answer/send-pieces.ts";
import { targetOf } from "../envelope/chat-target.ts";
import type { Envelope } from "../envelope/envelope.ts";
import type { PendingHistory } from "../history/pending-history.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import { isPutOff } from "../pace/held-back.ts";
import type { Permit } from "../pace/paced-message.ts";
import { untilLetOut } from "../pace/until-let-out.ts";
import type { Challenger } from "../pairing/challenger.ts";
import type { PairingStore } from "../pairing/pairing-store.ts";
import type { PolicySettings } from "../policy/settings.ts";
import type { Clock } from "../time/clock.ts";
import { agentRoute, type Route } from "./agent-route.ts";
import { type GateResult, gate } from "./gate.ts";
import type { Intake, TakenIn } from "./intake.ts";
import { isInterrupted, takeBackTurn } from "./interrupted-turns.ts";
import type { ProcessTurns } from "./process-turns.ts";
import { saidInPayload } from "./said-in-payload.ts";
import { limitOf, skippedMessage } from "./skipped-message.ts";
import { type Replied, type ReplyInfo, type ReplyPayload, runTurn } from "./turn.ts";

/** An answer that is held back for longer than this is a dead letter soon. */
const HELD_AT_MOST_MS = 24 * 60 * 60 * 1_000;
/** How long an answer that certainly did not go out is tried again before it becomes a dead letter. */
const ANSWER_DEADLINE_MS = 6 * 60 * 60 * 1_000;

export interface AnsweringOptions {
  runtime: PluginRuntime;
  channelId: string;
  accountId: string;
  policy: PolicySettings;
  identity: ChannelIngressIdentityDescriptor;
  pairing: PairingStore;
  challenger: Challenger;
  intake: Intake;
  book: AnswerBook;
  /** Group messages that were skipped for want of a mention. */
  history: PendingHistory;
  /** How many of them go along with the next answered one; the gateway's setting when absent. */
  historyLimit: number | undefined;
  turns: ProcessTurns;
  clock: Clock;
  unknownSends: UnknownSends;
  blockStreaming: boolean;
  /** Turns what an agent said into messages that the platform takes. What cannot be sent is said to be so in them. */
  compose(said: Said, to: ReplyTo): Promise<readonly Outgoing[]>;
  /** Waits until one more message of an answer may leave; see `SendPiecesOptions`. */
  admit?(target: string, piece: Outgoing, signal: AbortSignal): Promise<Permit>;
  send(target: string, piece: Outgoing, signal: AbortSignal): Promise<Delivery>;
  typing(target: string): Promise<void>;
  /** Ends sending when the account stops. What is not sent by then is sent after the next start. */
  signal: AbortSignal;
  observer: AnsweringObserver;
}

type Admitted = Extract<GateResult, { kind: "admit" }>;

/** Where a reply goes, and whose it is. */
export interface ReplyTo {
  chat: Envelope["chat"];
  /** The message that is answered. */
  messageId: Envelope["messageId"];
  agentId: string;
}

/** What an operator may want to know of; nothing here changes what happens. */
export interface AnsweringObserver {
  /** The gate has let the message pass; from here on people may see that it came. */
  admitted?(envelope: Envelope): void;
  dropped(envelope: Envelope, why: string): void;
  /** An answer is out, as far as it can be. */
  sent(target: string, report: SendPiecesReport): void;
  trouble(what: string, error: unknown): void;
}

/** One event of the inbox, in the platform-free form. */
export interface InboundEvent extends Part {
  /** Handled beside a running turn of the same chat: `/stop` and the like. */
  urgent: boolean;
  /** There is nothing in it that the agent could be given. */
  unreadable: boolean;
}

/**
 * Answers inbound events, each exactly once, whatever happens to the process in between. The argument stands
 * in `docs/decisions/0001-who-answers-after-a-crash.md`.
 */
export class Answering {
  readonly #options: AnsweringOptions;

  constructor(options: AnsweringOptions) {
    this.#options = options;
  }

  /**
   * Handles one event of the inbox. Resolving settles it: nothing is left to do. Throwing means that it has
   * to be handed in again, after a restart if the error is `aborted`.
   */
  async handle(
    event: InboundEvent,
    lifecycle: ChannelIngressMonitorLifecycle,
  ): Promise<ChannelIngressMonitorDeliveryResult> {
    const { turns, accountId, clock, signal } = this.#options;
    // A complete answer that is held back waits out here, where its session and other chats do not wait for it.
    const deadlineAt = event.receivedAt + HELD_AT_MOST_MS;
    return await turns.once(accountId, event.eventId, () =>
      untilLetOut(() => this.#handleNow(event, lifecycle), { clock, signal, deadlineAt }),
    );
  }

  async #handleNow(
    event: InboundEvent,
    lifecycle: ChannelIngressMonitorLifecycle,
  ): Promise<ChannelIngressMonitorDeliveryResult> {
    const { book, intake } = this.#options;
    const record = await book.read(event.eventId);
    if (record?.done) return await this.#settle(event);
    if (record?.final) return await this.#finish(event, record);
    if (await intake.isAnswered(event.eventId)) return { kind: "completed" };
    return await this.#ask(event, lifecycle);
  }

  /** Has the agent answer, after whatever else is going on in the same session. */
  async #ask(
    event: InboundEvent,
    lifecycle: ChannelIngressMonitorLifecycle,
  ): Promise<ChannelIngressMonitorDeliveryResult> {
    const { runtime, channelId, turns, intake, observer } = this.#options;
    const { chat } = event.envelope;
    const cfg = runtime.config.current() as OpenClawConfig;
    const route = agentRoute(runtime, cfg, channelId, event.envelope);
    const messageId = attemptMessageId(event.envelope.messageId, await this.#nextAttempt(event));
    const ask = (envelope: Envelope) => this.#gate(envelope, cfg, route, messageId);
    const passed = await this.#pass(event, cfg, ask);
    if (passed === undefined) return { kind: "completed" };
    // Waiting is not a stall from here on: the gateway's watchdog would hand the event in twice.
    if (!event.urgent) lifecycle.onAdoptionFinalizing();
    if (event.unreadable) {
      const report = await intake.sayUnreadable(event);
      if (report !== undefined) observer.sent(targetOf(chat), report);
      return { kind: "completed" };
    }
    const taken = await this.#takeIn(event, passed, ask, lifecycle.abortSignal);
    const work = () => this.#answer(event, lifecycle, cfg, route, messageId, taken);
    return event.urgent ? await work() : await turns.bySession.run(route.sessionKey, work);
  }

  async #nextAttempt(event: InboundEvent): Promise<number> {
    return ((await this.#options.book.read(event.eventId))?.attempt ?? 0) + 1;
  }

  async #takeIn(
    event: InboundEvent,
    passed: Admitted,
    ask: (envelope: Envelope) => Promise<GateResult>,
    rowSignal: AbortSignal,
  ): Promise<TakenIn> {
    const signal = AbortSignal.any([this.#options.signal, rowSignal]);
    try {
      return await this.#options.intake.takeIn(event, passed, ask, signal);
    } catch (error) {
      throw signal.aborted ? stopped() : error;
    }
  }

  async #gate(envelope: Envelope, cfg: OpenClawConfig, route: Route, messageId: string): Promise<GateResult> {
    const { runtime, channelId, policy, identity, pairing } = this.#options;
    return await gate(envelope, {
      runtime,
      cfg,
      channelId,
      policy,
      identity,
      pairing,
      contextBinding: {
        agentId: route.agentId,
        sessionKey: route.sessionKey,
        messageId,
        inboundEventKind: "user_request",
      },
    });
  }

  /** Asks the gate; challenges strangers. Undefined when the message goes no further. */
  async #pass(
    { eventId, envelope }: InboundEvent,
    cfg: OpenClawConfig,
    ask: (envelope: Envelope) => Promise<GateResult>,
  ): Promise<Admitted | undefined> {
    const { challenger, observer } = this.#options;
    const result = await ask(envelope);
    switch (result.kind) {
      case "admit":
        observer.admitted?.(envelope);
        return result;
      case "challenge":
        await challenger.challenge({
          senderId: envelope.sender.id,
          ...(envelope.sender.name === undefined ? {} : { name: envelope.sender.name }),
        });
        return undefined;
      case "drop":
        observer.dropped(envelope, result.detail);
        if (result.keepAsHistory) {
          const skipped = skippedMessage(eventId, envelope);
          await this.#options.history.add(
            envelope.chat.id,
            skipped,
            limitOf(cfg, this.#options.historyLimit),
          );
        }
        return undefined;
      default:
        return result satisfies never;
    }
  }

  async #answer(
    event: InboundEvent,
    lifecycle: ChannelIngressMonitorLifecycle,
    cfg: OpenClawConfig,
    route: Route,
    messageId: string,
    taken: TakenIn,
  ): Promise<ChannelIngressMonitorDeliveryResult> {
    const { runtime, channelId, book, observer, blockStreaming, intake } = this.#options;
    const { eventId } = event;
    const { envelope, admitted, media } = taken;
    const turn = { agentId: route.agentId, sessionKey: route.sessionKey };
    if (this.#options.signal.aborted) throw stopped();
    await intake.begin(eventId, taken);
    const { attempt } = await book.begin(eventId, targetOf(envelope.chat), turn);
    if (attempt > 1) await takeBackTurn(runtime.agent.session, turn);
    const held: Outgoing[] = [];
    const to = { chat: envelope.chat, messageId: envelope.messageId, agentId: route.agentId };
    const outcome = await runTurn({
      runtime,
      cfg,
      channelId,
      envelope,
      media,
      messageId,
      route,
      admitted,
      history: admitted.controlCommand ? [] : await this.#takeHistory(event, cfg),
      lifecycle,
      blockStreaming,
      reply: (payload, info) => this.#reply(eventId, payload, info, to, held),
      typing: () => this.#options.typing(targetOf(envelope.chat)),
      onTrouble: (what, error) => observer.trouble(what, error),
    });
    if (outcome === "deferred") {
      // The gateway has the turn in its own queue and will answer for it; so we must not.
      await intake.handOver(eventId);
      await book.forget(eventId);
      await this.#settle(event);
      return { kind: "deferred" };
    }
    const record = await book.read(eventId);
    if (record?.final && held.length === 0) return await this.#finish(event, record);
    const session = runtime.agent.session.getSessionEntry({ ...turn, readConsistency: "latest" });
    if (!record?.final && session !== undefined && isInterrupted(session)) throw stopped();
    if (held.length > 0) return await this.#finish(event, await book.add(eventId, held, true));
    await book.finish(eventId);
    return await this.#settle(event);
  }

  /** What was skipped in the group since the agent's last answer. */
  async #takeHistory({ eventId, envelope }: InboundEvent, cfg: OpenClawConfig) {
    const { history, historyLimit } = this.#options;
    if (envelope.chat.kind !== "group") return [];
    return await history.take(envelope.chat.id, eventId, limitOf(cfg, historyLimit));
  }

  /**
   * Writes down what the agent says before anything of it is sent. The gateway hands over pictures and files as
   * soon as the agent has named them, although the turn goes on. Unless the operator wants blocks, they are held
   * until its last word: a process that dies before that asks the agent again, and the person would see them twice.
   *
   * A complete answer that has to wait counts as handed over, as `#finish` sends it later: the gateway would otherwise
   * believe that it may be lost, and say so to the person before its next answer.
   */
  async #reply(
    eventId: string,
    payload: ReplyPayload,
    info: ReplyInfo,
    to: ReplyTo,
    held: Outgoing[],
  ): Promise<Replied> {
    const { book, compose, blockStreaming } = this.#options;
    const said = saidInPayload(payload);
    const messages = await compose(said, to);
    if (messages.length === 0) return { messageIds: [], mayBeSeen: false };
    if (info.kind !== "final" && !blockStreaming && (said.media.length > 0 || held.length > 0)) {
      held.push(...messages);
      return { messageIds: [], mayBeSeen: true };
    }
    const record = await book.add(eventId, [...held.splice(0), ...messages], info.kind === "final");
    try {
      const { messageIds } = await this.#send(eventId, record);
      return { messageIds: messageIds.slice(-messages.length), mayBeSeen: true };
    } catch (error) {
      if (info.kind === "final" && isPutOff(error)) return { messageIds: [], mayBeSeen: true };
      throw error;
    }
  }

  /** Sends what is left of an answer that is already complete. */
  async #finish(event: InboundEvent, record: AnswerRecord): Promise<ChannelIngressMonitorDeliveryResult> {
    this.#options.observer.sent(record.chatId, await this.#send(event.eventId, record));
    await this.#options.book.finish(event.eventId);
    return await this.#settle(event);
  }

  /** The last step of an answered event. It is handed in again when the process dies before this. */
  async #settle({ eventId, envelope }: InboundEvent): Promise<ChannelIngressMonitorDeliveryResult> {
    if (envelope.chat.kind === "group") await this.#options.history.settle(envelope.chat.id, eventId);
    return { kind: "completed" };
  }

  async #send(eventId: string, record: AnswerRecord): Promise<SendPiecesReport> {
    const { admit, send, book, clock, unknownSends, signal, observer } = this.#options;
    return await sendPieces(record.pieces, {
      ...(admit === undefined ? {} : { admit: (piece, stop) => admit(record.chatId, piece, stop) }),
      send: (piece) => send(record.chatId, piece, signal),
      save: (index, piece) => book.savePiece(eventId, index, piece),
      unknownSends,
      clock,
      signal,
      deadlineAt: clock.now() + ANSWER_DEADLINE_MS,
      onTrouble: (error) => observer.trouble("a message was not accepted", error),
    });
  }
}

function stopped(): ChannelError {
  return new ChannelError("aborted", "The account stopped before the message was answered.");
}
