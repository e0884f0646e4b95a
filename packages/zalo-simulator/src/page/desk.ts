/**
 * The operator's side, as far as it can be known from outside of Zalo. `startSimulator({ desk })` is given one by
 * who runs a gateway next to the simulator; without it the page shows Zalo's own view only.
 */
export interface Desk {
  /** The accounts as the gateway knows them. Asked each time the page reads the desk, so it answers from memory. */
  accounts(): Promise<readonly DeskAccount[]>;
  /** Who waits to be approved. */
  pairings(): Promise<readonly DeskPairing[]>;
  /** Approves a pairing code as its owner would; `account` where it is not the channel's default one. */
  approve(channel: string, code: string, account?: string): Promise<DeskAnswer>;
  /**
   * Starts a login by QR code and resolves as soon as the code is on show (then it is among
   * `GET /page/qr-codes`), or with why there is none. Missing where no channel has one.
   */
  logIn?(channel: string, account: string): Promise<DeskAnswer>;
  /** Ends an account's login on the gateway's side. */
  logOut?(channel: string, account: string): Promise<DeskAnswer>;
  /** Calls the listener whenever `accounts` or `pairings` would answer differently; returns how to stop that. */
  onChange(listener: () => void): () => void;
}

/** Whether it worked, and what the operator's side said, in its own words. */
export interface DeskAnswer {
  readonly ok: boolean;
  readonly said: string;
}

export interface DeskAccount {
  /** The channel's id at the gateway, e.g. `zalo`. */
  readonly channel: string;
  /** How people call it, e.g. `Zalo (personal account)`. */
  readonly label: string;
  /** The account's id at the gateway, e.g. `default`. */
  readonly account: string;
  /** The bot or the person behind it, by the simulator's id, where that is known. */
  readonly who?: { readonly kind: "bot" | "person"; readonly id: string };
  readonly state: DeskState;
  /** The gateway's own words on it; may be empty. */
  readonly words: string;
  /** Milliseconds since the epoch. */
  readonly lastInboundAt?: number;
  readonly lastOutboundAt?: number;
  /** Whether `logIn` does something for this account. */
  readonly canLogIn: boolean;
}

/** `logging-in`: a QR code is on show. `failed`: it gave up, and `words` say why. */
export type DeskState = "connected" | "connecting" | "logged-out" | "logging-in" | "stopped" | "failed";

export interface DeskPairing {
  readonly channel: string;
  /** The account that was written to; missing for the channel's default one. */
  readonly account?: string;
  readonly code: string;
  /** The person by the simulator's id, where they are of this world; else as the gateway calls them. */
  readonly person: string;
  readonly name: string;
  /** Milliseconds since the epoch; 0 when not known. */
  readonly at: number;
}

/**
 * `GET /page/desk`. `POST /page/desk/approve` takes `{ channel, code, account? }`, `/page/desk/log-in` and `/page/desk/log-out`
 * take `{ channel, account }`; each answers with a `DeskAnswer`, or 404 where there is no such desk.
 */
export interface DeskView {
  /** Null without an operator's side: there is nothing to approve with and no account to show. */
  readonly gateway: {
    readonly accounts: readonly DeskAccount[];
    readonly pairings: readonly DeskPairing[];
    readonly canLogIn: boolean;
    readonly canLogOut: boolean;
    /** Why the operator's side could not be asked; then the lists are empty. */
    readonly trouble?: string;
  } | null;
  readonly bots: readonly BotWire[];
  readonly web: readonly WebWire[];
  /** Whether the personal side can be reached at all: `POST /control/reachable`. */
  readonly reachable: boolean;
  /** Those at work, oldest first: `POST /control/faults`, `DELETE /control/faults/<id>`. */
  readonly faults: readonly FaultAtWork[];
}

/** How a bot's program is connected, seen from Zalo. */
export interface BotWire {
  readonly id: string;
  readonly name: string;
  /** Polls open right now. */
  readonly polls: number;
  /** Messages that wait: to be read by a poll, or to be pushed to the webhook. */
  readonly waiting: number;
  /** Of these, how many the webhook has refused so far and that are pushed again. */
  readonly retrying: number;
  /** Where messages are pushed to, without its query; null without a webhook. */
  readonly webhook: string | null;
  /** Accepted sends this month. */
  readonly sends: number;
  /** As in `PATCH /control/bots/<id>/switches`. */
  readonly switches: Readonly<Record<string, unknown>>;
}

/** How the account of a person is connected on Zalo Web. Only those are told of who have ever logged in. */
export interface WebWire {
  /** The person's id. */
  readonly id: string;
  readonly name: string;
  /** Sessions that are good right now. */
  readonly sessions: number;
  /** Connections open right now. */
  readonly sockets: number;
  /** As in `PATCH /control/people/<id>/web/switches`. */
  readonly switches: Readonly<Record<string, unknown>>;
}

export interface FaultAtWork {
  readonly id: string;
  /** A method of the Bot API, a path of the personal protocol, or `*`. */
  readonly method: string;
  /** A bot's id, a person's uid, a chat's id: only calls of these are hit. */
  readonly bot?: string;
  readonly uid?: string;
  readonly chat?: string;
  /** The kind of the fault, e.g. `status`. */
  readonly kind: string;
  /** Its HTTP status or Zalo's code, where it has one. */
  readonly code?: number;
  readonly hits: number;
  /** How many more calls it hits; null for any number. */
  readonly left: number | null;
  /** When it ends by itself, in milliseconds since the epoch. */
  readonly until?: number;
}

/** `GET /page/qr-codes`: those that can be scanned or decided on, oldest first. */
export interface PageQrCode {
  /** For `POST /control/qr-codes/<code>/scan`, `/confirm`, `/decline`. */
  readonly code: string;
  readonly state: "pending" | "scanned";
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The id of who scanned it. */
  readonly person?: string;
  /** The picture as the client shows it: a `data:` URL of a PNG. */
  readonly picture: string;
}
