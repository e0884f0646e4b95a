import type { Outgoing, OutgoingText } from "channel-kit/answer/answer-record";
import type { Said } from "channel-kit/answer/said";
import type { Speaking } from "channel-kit/host/account-inbox";
import type { KeptFiles } from "channel-kit/media/kept-files";
import type { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { Permit } from "channel-kit/pace/paced-message";
import type { Clock } from "channel-kit/time/clock";
import type { ZalouserAccount } from "../config/accounts.ts";
import type { MessageBook } from "../receive/message-book.ts";
import { type AccountSafety, answerOf } from "../safety/account-safety.ts";
import type { Session, Thread, WireMessage } from "../session/port.ts";
import { type ComposedMessages, type ComposeOptions, compose } from "./compose.ts";
import { GroupRosters } from "./group-rosters.ts";
import { sendPiece } from "./send-piece.ts";
import { requireTarget } from "./target.ts";

type Loading = Pick<ComposeOptions, "load" | "apologise">;

export interface SpeakerOptions {
  account: Pick<ZalouserAccount, "accountId" | "settingsPath" | "language" | "mediaMaxBytes" | "replyToMode">;
  session: Session;
  safety: AccountSafety;
  /** Where messages that are quoted are looked up. */
  messages: Pick<MessageBook, "find">;
  files: KeptFiles;
  clock: Clock;
  /** Accounts of which it has been said that Zalo refused styled text. */
  refusedStyles: Set<string>;
  warn(message: string): void;
  /** A part of an answer cannot be sent, and the reader is told so. */
  onMissing?(error: ChannelError): void;
}

/** How one logged-in account speaks: for answers, and for what the gateway sends without having been asked. */
export class Speaker implements Speaking {
  readonly #options: SpeakerOptions;
  readonly #rosters: GroupRosters;

  constructor(options: SpeakerOptions) {
    const { account, session, clock, warn } = options;
    this.#options = options;
    this.#rosters = new GroupRosters({ session, accountId: account.accountId, clock, warn });
  }

  /** An answer's next message waits here for its turn. */
  async admit(target: string, piece: OutgoingText, signal: AbortSignal): Promise<Permit> {
    const { account, safety } = this.#options;
    return await safety.admit(requireTarget(account.accountId, target), answerOf(piece.text.length), signal);
  }

  async send(target: string, piece: Outgoing, signal: AbortSignal): Promise<Delivery> {
    const { account, session, files, refusedStyles, warn } = this.#options;
    const { accountId } = account;
    const quoted = (thread: Thread, messageId: string) => this.#quoted(thread, messageId);
    const sender = { session, accountId, files, quoted, refusedStyles, warn };
    return await sendPiece(sender, requireTarget(accountId, target), piece, signal);
  }

  /** Waits for its turn, unless that is far off. */
  async sendToPerson(userId: string, text: string, signal: AbortSignal): Promise<Delivery> {
    const { session, safety } = this.#options;
    const thread = { kind: "direct", id: userId } as const;
    using permit = await safety.admit(thread, answerOf(text.length), signal);
    const delivery = await session.sendText(thread, { text, styles: [], mentions: [] }, signal);
    permit.learned(delivery);
    return delivery;
  }

  async typing(target: string, signal: AbortSignal): Promise<void> {
    const { account, session, safety } = this.#options;
    const thread = requireTarget(account.accountId, target);
    if (safety.mayShow(thread)) await session.sendTyping(thread, signal);
  }

  /** An agent's answer as messages. What cannot be sent is said to be so in them. */
  async compose(
    said: Said,
    { chat }: Parameters<Speaking["compose"]>[1],
    access: Parameters<Speaking["compose"]>[2],
  ): Promise<readonly Outgoing[]> {
    const { loadMedia } = await import("channel-kit/host/load-media");
    const { messages, missing } = await this.composeFor({ kind: chat.kind, id: chat.id }, said, {
      apologise: true,
      load: (source, mostBytes) => loadMedia(source, access, mostBytes),
    });
    if (missing !== undefined) {
      this.#options.warn(missing.message);
      this.#options.onMissing?.(missing);
    }
    return messages;
  }

  /** What is to be said in a chat, as messages. */
  async composeFor(thread: Thread, said: Said, loading: Loading): Promise<ComposedMessages> {
    const { account, files } = this.#options;
    const { accountId, settingsPath, language, mediaMaxBytes, replyToMode } = account;
    return await compose(said, {
      accountId,
      settingsPath,
      language,
      mediaMaxBytes,
      replyToMode,
      files,
      members: async () => (thread.kind === "group" ? await this.#rosters.names(thread.id) : undefined),
      ...loading,
    });
  }

  async #quoted(thread: Thread, messageId: string): Promise<WireMessage | undefined> {
    const known = await this.#options.messages.find(messageId);
    const isHere = known?.thread.kind === thread.kind && known.thread.id === thread.id;
    return isHere ? known.message : undefined;
  }
}
