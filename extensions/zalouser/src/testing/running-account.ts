import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SnapshotPatch } from "channel-kit/host/status-reporter";
import type { PaceSettings } from "channel-kit/pace/settings";
import { memoryHost, type Shown } from "channel-kit/testing/memory-host";
import type { Clock } from "channel-kit/time/clock";
import { systemClock } from "channel-kit/time/clock";
import { Spread } from "channel-kit/time/spread";
import { resolveAccount } from "../config/accounts.ts";
import { startAccount } from "../receive/start.ts";
import type { Credentials, OutgoingText, Zalo } from "../session/port.ts";
import { type AccountFacts, AccountStatus } from "../status/account-status.ts";
import { MemorySession } from "./memory-session.ts";
import { MemoryZalo } from "./memory-zalo.ts";

export interface RunningAccountOptions {
  /** The account's settings. */
  settings?: Record<string, unknown>;
  agent?(shown: Shown): string | undefined | Promise<string | undefined>;
  /** Zalo, when the test has prepared one. */
  zalo?: MemoryZalo;
  /** The state folder of an earlier start. */
  folder?: string;
  /** False when nobody has logged in. */
  isLoggedIn?: boolean;
  clock?: Clock;
  /** True: it answers at a pace that no person has. */
  isHurried?: boolean;
  /** A Zalo that is not in memory, and a login that it takes. */
  behind?: { zalo: Zalo; credentials: Credentials; apiUrl: string };
}

/** A pace that nobody notices, by a clock that runs faster than any person types. */
const HURRY = 100;
const startedAt = Date.now();
const hurriedClock: Clock = {
  now: () => startedAt + (Date.now() - startedAt) * HURRY,
  sleep: (ms, signal) => systemClock.sleep(ms / HURRY, signal),
};
const NO_LIMIT = 1_000_000;
const AT_ONCE: PaceSettings = {
  perMinute: NO_LIMIT,
  burst: NO_LIMIT,
  chatPerMinute: NO_LIMIT,
  strangersPerHour: NO_LIMIT,
  strangersPerDay: NO_LIMIT,
  typing: false,
};

/** A personal account that runs against a Zalo in memory and a gateway in memory. Disposing stops it. */
export class RunningAccount implements AsyncDisposable {
  readonly zalo: MemoryZalo;
  readonly folder: string;
  readonly log: string[] = [];
  readonly status: SnapshotPatch & AccountFacts = {};
  /** What the agent was told of beside messages. */
  readonly told: string[] = [];
  /** The sessions in which the gateway believes that an answer was lost. */
  readonly undelivered: string[] = [];
  readonly shown: Shown[] = [];
  readonly #keepsFolder: boolean;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  constructor(options: RunningAccountOptions = {}) {
    const {
      settings = OPEN,
      agent,
      zalo,
      folder,
      isLoggedIn = true,
      clock = systemClock,
      behind,
      isHurried = false,
    } = options;
    this.zalo = zalo ?? new MemoryZalo();
    this.folder = folder ?? mkdtempSync(join(tmpdir(), "zalouser-"));
    this.#keepsFolder = folder !== undefined;
    const runtime = memoryHost(
      (shown) => {
        this.shown.push(shown);
        return agent === undefined ? `Dạ, ${shown.text}` : agent(shown);
      },
      {},
      {
        stateDir: this.folder,
        onSystemEvent: (text) => this.told.push(text),
        onUndelivered: (sessionKey) => this.undelivered.push(sessionKey),
      },
    );
    const write = (level: string) => (line: string) => void this.log.push(`${level} ${line}`);
    const env = { profile: undefined, apiUrl: behind?.apiUrl, credentialsKey: undefined };
    const account = resolveAccount({ channels: { zalouser: settings } }, undefined, env);
    const credentials = behind?.credentials ?? new MemorySession().credentials();
    this.#done = startAccount({
      runtime,
      account: isHurried ? { ...account, pacing: { ...account.pacing, pace: AT_ONCE } } : account,
      status: new AccountStatus((patch) => Object.assign(this.status, patch), clock),
      log: { info: write("info"), warn: write("warn"), error: write("error") },
      signal: this.#stop.signal,
      zalo: behind?.zalo ?? this.zalo,
      saved: () => ({
        read: async () => (isLoggedIn ? { credentials, generation: "1" } : undefined),
        keep: () => ({ [Symbol.asyncDispose]: async () => {} }),
      }),
      clock,
      spread: new Spread({ gapMs: 0, clock }),
      paceClock: isHurried ? hurriedClock : clock,
    });
  }

  /** What was written into chats, oldest first. */
  get sent(): readonly { to: string; text: string }[] {
    return this.zalo.sessions.flatMap((session) =>
      session.callsOf("sendText").map(([thread, message]) => ({
        to: (thread as { id: string }).id,
        text: (message as OutgoingText).text,
      })),
    );
  }

  /** Resolves when the account has ended of itself or was stopped. */
  async ended(): Promise<void> {
    await this.#done;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    if (!this.#keepsFolder) rmSync(this.folder, { recursive: true, force: true });
  }
}

const OPEN = { dmPolicy: "open", allowFrom: ["*"] };
