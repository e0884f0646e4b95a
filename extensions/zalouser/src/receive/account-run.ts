import { HeldSends } from "channel-kit/answer/held-sends";
import { OutgoingBook } from "channel-kit/answer/outgoing-book";
import type { Envelope } from "channel-kit/envelope/envelope";
import type { InboxMonitor } from "channel-kit/host/inbox-monitor";
import type { Inbox } from "channel-kit/inbox/inbox";
import type { Downloads } from "channel-kit/media/download";
import type { KeptFiles } from "channel-kit/media/kept-files";
import { ChannelError, isAborted } from "channel-kit/outcome/channel-error";
import type { PolicySettings } from "channel-kit/policy/settings";
import { InFlight } from "channel-kit/time/in-flight";
import { sessionOptions } from "../config/session-options.ts";
import type { SessionNow } from "../live/session-now.ts";
import { notLoggedIn } from "../login/not-logged-in.ts";
import { loadNames } from "../names/load-names.ts";
import { refusedStyles, unknownKinds } from "../process-state.ts";
import type { AccountSafety } from "../safety/account-safety.ts";
import { LaterSends } from "../safety/later-sends.ts";
import { Receipts } from "../safety/receipts.ts";
import { Speaker } from "../send/speaker.ts";
import { requireTarget } from "../send/target.ts";
import type { Session, SessionEvent, Thread } from "../session/port.ts";
import { openPersonalInbox } from "./account-inbox.ts";
import { EventTaker } from "./event-taker.ts";
import { GroupNames } from "./group-names.ts";
import { MessageBook } from "./message-book.ts";
import { OtherEvents } from "./other-events.ts";
import { RecalledMessages } from "./recalled.ts";
import { ReceivedMarks } from "./received-marks.ts";
import type { RunOptions } from "./start.ts";

export interface AccountRunOptions extends RunOptions {
  inbox: Inbox;
  now: SessionNow;
  safety: AccountSafety;
  downloads: Pick<Downloads, "download">;
  /** What waits to be sent. */
  files: KeptFiles;
  keepOpen(): Disposable;
  /** How long sends that are under way may still take at the end. */
  lingerMs: number;
}

/** One start of an account, from its first login to its end, over however many sessions and sockets. */
export class AccountRun implements AsyncDisposable {
  readonly #options: AccountRunOptions;
  readonly #sending = new AbortController();
  readonly #sends = new InFlight();
  readonly #messages: MessageBook;
  readonly #marks: ReceivedMarks;
  readonly #groups: GroupNames;
  readonly #receipts: Receipts;
  readonly #later: LaterSends;
  readonly #monitor: InboxMonitor;
  readonly #taker: EventTaker;
  #policy: PolicySettings;
  #hasBegun = false;
  #giveUp: (error: ChannelError) => void = () => {};

  constructor(options: AccountRunOptions) {
    const { account, inbox, clock, now, safety, status, log } = options;
    const { accountId } = account;
    const ledger = inbox.ledger(accountId);
    this.#options = options;
    this.#policy = account.policy;
    this.#messages = new MessageBook(ledger);
    this.#marks = new ReceivedMarks(ledger, clock);
    this.#groups = new GroupNames(clock);
    this.#receipts = new Receipts({
      session: now.asking,
      setting: account.receipts,
      mayShow: (thread) => safety.mayShow(thread),
      clock,
      signal: this.#sending.signal,
      onTrouble: (error) => this.#note("a receipt was not sent", error),
    });
    this.#later = new LaterSends({
      accountId,
      held: new HeldSends(ledger),
      outgoing: new OutgoingBook(ledger),
      unknownSends: account.unknownSends,
      admit: (target, { text: { length } }, patienceMs, stop) =>
        safety.admit(
          requireTarget(accountId, target),
          { length, as: "unasked", patienceMs, longHolds: "refuse" },
          stop,
        ),
      send: (target, piece, stop) => this.#sends.track(() => now.speaking.send(target, piece, stop)),
      clock,
      signal: this.#sending.signal,
      log,
    });
    const recalled = new RecalledMessages(ledger);
    const others = new OtherEvents({
      ...options,
      messages: this.#messages,
      groups: this.#groups,
      policy: () => this.#policy,
      signal: this.#sending.signal,
      onTrouble: (what, error) => this.#note(what, error),
    });
    this.#monitor = this.#openInbox(recalled, others);
    this.#taker = new EventTaker({
      accountId,
      monitor: this.#monitor,
      ledger,
      messages: this.#messages,
      recalled,
      marks: this.#marks,
      unknownKinds,
      clock,
      log,
      onReceived: () => status.received(),
      onOther: (event, stored) => others.take(event, stored),
    });
  }

  /** Takes the saved login up, and has the account found and answering from then on. */
  async login(signal: AbortSignal): Promise<Session> {
    const { account, zalo, saved, now, safety, status, lingerMs } = this.#options;
    const login = await saved.read();
    if (login === undefined) throw notLoggedIn(account.accountId);
    const session = await zalo.resume(login.credentials, sessionOptions(account), signal);
    // What is being sent through the session before this one would end as unknown, and be sent twice.
    await this.#sends.settled(lingerMs);
    await now.leave();
    const live = {
      session,
      speaker: this.#speakerOf(session),
      messages: this.#messages,
      safety,
      later: this.#later,
    };
    now.enter(live, saved.keep(login.generation, session));
    status.identity({ id: session.ownId, name: "" });
    await this.#begin(session, signal);
    return session;
  }

  take(event: SessionEvent): void {
    this.#taker.take(event, this.#options.now.ownId);
  }

  async lastKnown(kind: Thread["kind"]): Promise<string | undefined> {
    await this.#taker.settled();
    return await this.#marks.from(kind, this.#options.now.ownId);
  }

  opened(giveUp: (error: ChannelError) => void): void {
    this.#giveUp = giveUp;
    this.#taker.opened(giveUp);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { now, lingerMs } = this.#options;
    await this.#monitor.stop();
    await this.#sends.settled(lingerMs);
    this.#sending.abort();
    await this.#taker.settled();
    await this.#marks.flush(now.ownId).catch((error: unknown) => this.#note("a mark was not kept", error));
    await now.leave();
  }

  #openInbox(recalled: RecalledMessages, others: OtherEvents): InboxMonitor {
    const { account, files, now, safety, status } = this.#options;
    return openPersonalInbox({
      ...this.#options,
      policy: () => this.#policy,
      messages: this.#messages,
      recalled,
      others,
      speaking: now.speaking,
      context: () => ({
        accountId: account.accountId,
        ownId: now.ownId,
        groupName: (groupId) => this.#groups.find(groupId),
      }),
      sends: this.#sends,
      sending: this.#sending.signal,
      prune: async () => {
        await safety.prune();
        await files.tidy();
      },
      onAdmitted: (envelope) => {
        this.#admitted(envelope).catch((error: unknown) => this.#note("a receipt was not sent", error));
      },
      onSent: (report) => status.sent(report),
      onSendTrouble: (error) => {
        status.sendTrouble(error);
        if (error.code === "unauthorized") this.#giveUp(error);
      },
    });
  }

  /** What people may notice of their message having come, and what follows from it for answers to them. */
  async #admitted({ messageId }: Envelope): Promise<void> {
    const known = await this.#messages.find(messageId);
    if (known === undefined || known.isOwn) return;
    await this.#options.safety.wrote(known.thread);
    this.#receipts.note(known.thread, known.message);
  }

  #speakerOf(session: Session): Speaker {
    const { account, clock, files, log, safety, status } = this.#options;
    return new Speaker({
      account,
      session,
      safety,
      messages: this.#messages,
      files,
      clock,
      refusedStyles,
      warn: (message) => log.warn(message),
      onMissing: (error) => status.mediaMissing(error),
    });
  }

  /** What has to be known before the first message is looked at, and what is better known soon. */
  async #begin(session: Session, signal: AbortSignal): Promise<void> {
    const { account, inbox, log, status } = this.#options;
    const { accountId, policy } = account;
    const ledger = inbox.ledger(accountId);
    const names = await loadNames({ accountId, policy, session, ledger, log, signal });
    this.#policy = names.policy;
    await this.#taker.begin();
    if (!this.#hasBegun) this.#monitor.start();
    this.#later.start();
    this.#hasBegun = true;
    const stop = this.#sending.signal;
    this.#groups
      .list(session, stop)
      .catch((error: unknown) => this.#note("its groups could not be listed", error));
    session.ownProfile(stop).then(
      ({ id, name }) => status.identity({ id, name }),
      (error: unknown) => this.#note("its own profile could not be asked for", error),
    );
  }

  #note(what: string, error: unknown): void {
    if (isAborted(error) || this.#sending.signal.aborted) return;
    const { log, account } = this.#options;
    const detail = error instanceof ChannelError ? error.message : String(error);
    log.warn(`account "${account.accountId}": ${what}. ${detail}`);
  }
}
