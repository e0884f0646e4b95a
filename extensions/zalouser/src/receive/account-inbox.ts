import type { SendPiecesReport } from "channel-kit/answer/send-pieces";
import { targetOf } from "channel-kit/envelope/chat-target";
import type { Envelope } from "channel-kit/envelope/envelope";
import { openAccountInbox, type Speaking } from "channel-kit/host/account-inbox";
import type { Log } from "channel-kit/host/channel-log";
import type { InboxMonitor } from "channel-kit/host/inbox-monitor";
import { laneOf } from "channel-kit/host/lane";
import type { Inbox } from "channel-kit/inbox/inbox";
import type { Downloads } from "channel-kit/media/download";
import type { ChannelError } from "channel-kit/outcome/channel-error";
import type { PolicySettings } from "channel-kit/policy/settings";
import type { InFlight } from "channel-kit/time/in-flight";
import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { ZalouserAccount } from "../config/accounts.ts";
import { processTurns } from "../process-state.ts";
import type { MessageBook } from "./message-book.ts";
import { inspect, type NormalizeContext, normalize, storedMessage } from "./normalize.ts";
import type { OtherEvents } from "./other-events.ts";
import type { RecalledMessages } from "./recalled.ts";

export interface PersonalInboxOptions {
  runtime: PluginRuntime;
  account: ZalouserAccount;
  /** The policy in force, with ids in place of names; may change while the account runs. */
  policy(): PolicySettings;
  log: Log;
  inbox: Inbox;
  messages: MessageBook;
  recalled: RecalledMessages;
  others: Pick<OtherEvents, "told">;
  speaking: Speaking;
  downloads: Pick<Downloads, "download">;
  /** Whose messages these are and what its groups are called; asked when an event's turn has come. */
  context(): NormalizeContext;
  keepOpen(): Disposable;
  sends: InFlight;
  sending: AbortSignal;
  /** Forgets old notes beside those of messages. */
  prune(): Promise<void>;
  onAdmitted(envelope: Envelope): void;
  onSent(report: SendPiecesReport): void;
  onSendTrouble(error: ChannelError): void;
}

/** A personal account's inbox: messages of Zalo's web protocol are read, gated and answered. */
export function openPersonalInbox(options: PersonalInboxOptions): InboxMonitor {
  const { account, messages, recalled, others, policy, context, ...rest } = options;
  return openAccountInbox({
    ...rest,
    channelId: "zalouser",
    speaksAs: "account",
    account: {
      ...account,
      get policy() {
        return policy();
      },
    },
    turns: processTurns,
    reading: {
      inspect,
      normalize: async (raw, receivedAt) => {
        const event = storedMessage(raw);
        const key = inspect(raw);
        if (event === undefined || key === null) return { kind: "ignored", why: "no message" };
        if (await recalled.has(key.eventId)) return { kind: "ignored", why: "taken back by its writer" };
        return normalize(event, receivedAt, context());
      },
      laneOf: ({ chat }) => laneOf(targetOf(chat), ""),
      taken: async (_, raw) => {
        await others.told();
        const event = storedMessage(raw);
        if (event !== undefined) await messages.note(event.thread, event.isSelf, event.message);
      },
    },
    prune: async () => {
      await messages.prune();
      await recalled.prune();
      await options.prune();
    },
  });
}
