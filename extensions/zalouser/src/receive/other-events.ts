import type { Log } from "channel-kit/host/channel-log";
import { ingressIdentity } from "channel-kit/host/ingress-input";
import { openPairingStore } from "channel-kit/host/open-pairing-store";
import type { PolicySettings } from "channel-kit/policy/settings";
import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { ZalouserAccount } from "../config/accounts.ts";
import type { SessionNow } from "../live/session-now.ts";
import type { AccountSafety } from "../safety/account-safety.ts";
import type { SessionEvent } from "../session/port.ts";
import type { GroupNames } from "./group-names.ts";
import type { MessageBook } from "./message-book.ts";
import { type ReactionEvent, takeReaction } from "./reactions.ts";

export type OtherEvent = Exclude<SessionEvent, { kind: "message" | "undo" }>;

export interface OtherEventsOptions {
  runtime: PluginRuntime;
  account: Pick<ZalouserAccount, "accountId">;
  log: Log;
  now: SessionNow;
  safety: Pick<AccountSafety, "friendsChanged">;
  messages: Pick<MessageBook, "find">;
  groups: GroupNames;
  policy(): PolicySettings;
  keepOpen(): Disposable;
  signal: AbortSignal;
  onTrouble(what: string, error: unknown): void;
}

/** What happens on Zalo beside messages. None of it is kept: what is missed while the account is away stays unknown. */
export class OtherEvents {
  readonly #options: OtherEventsOptions;
  #told: Promise<void> = Promise.resolve();

  constructor(options: OtherEventsOptions) {
    this.#options = options;
  }

  /** `stored` resolves when the messages that came before it are stored. */
  take(event: OtherEvent, stored: Promise<unknown>): void {
    const { log, account, safety } = this.#options;
    switch (event.kind) {
      case "reaction":
        this.#told = this.#tell(event, Promise.all([this.#told, stored]));
        break;
      case "group":
        log.info(`account "${account.accountId}": group ${event.groupId}: ${shown(event.act)}`);
        this.#group(event);
        break;
      case "friend":
        safety.friendsChanged();
        break;
      default:
        event satisfies never;
    }
  }

  /** Resolves when the agent was told of everything that has come. Whoever reacts and then writes did so in this order. */
  async told(): Promise<void> {
    await this.#told;
  }

  /** One after the other, and after the echo of the message that is reacted to, which is known by that alone. */
  async #tell(event: ReactionEvent, before: Promise<unknown>): Promise<void> {
    await before;
    try {
      await this.#reaction(event);
    } catch (error) {
      this.#options.onTrouble("a reaction could not be told to the agent", error);
    }
  }

  /** The account may be new there, or the group may have another name. */
  #group({ groupId, data }: Extract<OtherEvent, { kind: "group" }>): void {
    const { groups, now, signal, onTrouble } = this.#options;
    const name = data["groupName"];
    if (typeof name === "string" && name !== "") {
      groups.learn(groupId, name);
      return;
    }
    if (groups.find(groupId) !== undefined || now.session === undefined) return;
    groups
      .list(now.session, signal)
      .catch((error: unknown) => onTrouble("its groups could not be listed", error));
  }

  async #reaction(event: ReactionEvent): Promise<void> {
    const { runtime, account, keepOpen, messages } = this.#options;
    using _open = keepOpen();
    const policy = this.#options.policy();
    await takeReaction(event, account.accountId, messages, {
      runtime,
      channelId: "zalouser",
      policy,
      identity: ingressIdentity(policy.idPrefixes),
      pairing: openPairingStore(runtime, "zalouser", account.accountId),
    });
  }
}

/** Names of what happens to groups come from Zalo. */
const shown = (name: string): string => name.slice(0, 60).replaceAll(/[^\w.-]/g, "?");
