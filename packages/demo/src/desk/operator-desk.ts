import type { Desk, DeskAccount, DeskAnswer, DeskPairing } from "zalo-simulator/page/desk";
import { z } from "zod";
import { type Gateway, TOKEN } from "../gateway.ts";
import { GatewayLine } from "../gateway-line.ts";
import { approve } from "../pairing.ts";
import { PLUGINS } from "../repository.ts";
import type { Scene } from "../scene.ts";
import { ChannelsStatus, deskAccounts, type Login } from "./account-facts.ts";
import { Pairings } from "./pairings.ts";

/** How often the gateway is asked how its accounts are; one question takes it a few milliseconds. */
const LOOK_EVERY_MS = 1_500;
/** How long a client may take until it has a QR code to show. */
const CODE_TIMEOUT_MS = 30_000;
/** How long one wait for the phone is; the login ends by itself before. */
const WAIT_MS = 120_000;

/** What of a gateway the desk uses. */
type Attended = Pick<Gateway, "port" | "cli">;

const WebLogin = z.looseObject({
  message: z.string().default(""),
  connected: z.boolean().optional(),
  qrDataUrl: z.string().optional(),
  sessionKey: z.string().optional(),
});

/** The desk of whoever runs the gateway: what the page shows of it, and what it can have done there. */
export class OperatorDesk implements Desk, Disposable {
  readonly #listeners = new Set<() => void>();
  readonly #logins = new Map<string, Login>();
  readonly #approving = new Map<string, Promise<DeskAnswer>>();
  #accounts: readonly DeskAccount[] = [];
  #shown = "";
  #trouble: Error | undefined;
  #gateway: Attended | undefined;
  #line: GatewayLine | undefined;
  #pairings: Pairings | undefined;
  #looking: NodeJS.Timeout | undefined;
  #stopWatching: () => void = () => undefined;

  /** Begins to look after a gateway, once it has been started. */
  attend(gateway: Attended, scene: Scene, { recall }: { recall: boolean }): void {
    const line = new GatewayLine({ port: gateway.port, token: TOKEN });
    const pairings = new Pairings(scene);
    this.#gateway = gateway;
    this.#line = line;
    this.#pairings = pairings;
    this.#stopWatching = scene.zalo.journal.subscribe((entry) => {
      if (pairings.see(entry)) this.#tell();
    });
    void this.#look(line, scene);
    if (recall) void this.#recall(gateway, pairings);
  }

  async accounts(): Promise<readonly DeskAccount[]> {
    if (this.#trouble !== undefined) throw this.#trouble;
    return this.#accounts;
  }

  async pairings(): Promise<readonly DeskPairing[]> {
    return this.#pairings?.open ?? [];
  }

  /** Once, however many pages ask for it while the command runs. */
  approve(channel: string, code: string, account?: string): Promise<DeskAnswer> {
    const key = [channel, code, account].join(" ");
    const under = this.#approving.get(key) ?? this.#approve(channel, code, account);
    this.#approving.set(key, under);
    return under.finally(() => this.#approving.delete(key));
  }

  async #approve(channel: string, code: string, account?: string): Promise<DeskAnswer> {
    if (this.#gateway === undefined) return NOT_YET;
    try {
      const said = await approve(this.#gateway, channel, code, account);
      this.#pairings?.approved(code);
      this.#tell();
      return { ok: true, said };
    } catch (error) {
      return { ok: false, said: wordsOf(error) };
    }
  }

  async logIn(channel: string, account: string): Promise<DeskAnswer> {
    const line = this.#line;
    if (line === undefined) return NOT_YET;
    const which = { channel, accountId: account };
    try {
      const { state } =
        this.#accounts.find((one) => one.channel === channel && one.account === account) ?? {};
      // An account that keeps away, pushed off by another login, is no reason not to show a code; one that is on show is.
      const force = state !== "connected" && state !== "logging-in";
      const params = { ...which, force, timeoutMs: CODE_TIMEOUT_MS };
      const started = WebLogin.parse(await line.call("web.login.start", params, CODE_TIMEOUT_MS * 2));
      if (started.qrDataUrl === undefined) return { ok: started.connected === true, said: started.message };
      // Its end is told to one who waits.
      if (this.#logins.get(keyOf(which))?.isUnderWay !== true) void this.#followLogin(line, which, started);
      this.#setLogin(which, { isUnderWay: true, said: started.message });
      return { ok: true, said: started.message };
    } catch (error) {
      return { ok: false, said: wordsOf(error) };
    }
  }

  async logOut(channel: string, account: string): Promise<DeskAnswer> {
    if (this.#line === undefined) return NOT_YET;
    try {
      const answer = await this.#line.call("channels.logout", { channel, accountId: account });
      const { message } = z.looseObject({ message: z.string().default("") }).parse(answer);
      this.#logins.delete(keyOf({ channel, accountId: account }));
      return { ok: true, said: message };
    } catch (error) {
      return { ok: false, said: wordsOf(error) };
    }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#looking);
    this.#stopWatching();
    this.#line?.[Symbol.dispose]();
    this.#line = undefined;
  }

  /** Asks how the accounts are, again and again, and tells when that has changed. */
  async #look(line: GatewayLine, scene: Scene): Promise<void> {
    try {
      const status = ChannelsStatus.parse(await line.call("channels.status", {}));
      this.#trouble = undefined;
      this.#accounts = deskAccounts(
        status,
        (channel, account) => whoIs(scene, channel, account),
        (channel, accountId) => this.#logins.get(keyOf({ channel, accountId })),
      );
      // What a login said is no news once its account has connected.
      for (const { channel, account: accountId, state } of this.#accounts) {
        if (state === "connected") this.#logins.delete(keyOf({ channel, accountId }));
      }
    } catch (error) {
      this.#trouble = error instanceof Error ? error : new Error(String(error));
    }
    // Closed meanwhile.
    if (this.#line !== line) return;
    const shown = JSON.stringify([this.#accounts, this.#trouble?.message]);
    if (shown !== this.#shown) this.#tell();
    this.#shown = shown;
    this.#looking = setTimeout(() => void this.#look(line, scene), LOOK_EVERY_MS);
  }

  async #followLogin(
    line: GatewayLine,
    which: { channel: string; accountId: string },
    started: z.infer<typeof WebLogin>,
  ): Promise<void> {
    let view = started;
    try {
      // Each picture is a new code: the one before has expired.
      while (view.qrDataUrl !== undefined) {
        const params = {
          ...which,
          timeoutMs: WAIT_MS,
          sessionKey: started.sessionKey,
          currentQrDataUrl: view.qrDataUrl,
        };
        view = WebLogin.parse(await line.call("web.login.wait", params, WAIT_MS * 2));
      }
      this.#setLogin(which, { isUnderWay: false, said: view.message });
    } catch (error) {
      this.#setLogin(which, { isUnderWay: false, said: wordsOf(error) });
    }
  }

  #setLogin(which: { channel: string; accountId: string }, login: Login): void {
    this.#logins.set(keyOf(which), login);
    this.#accounts = this.#accounts.map((account) =>
      account.channel === which.channel && account.account === which.accountId && login.isUnderWay
        ? { ...account, state: "logging-in", words: login.said }
        : account,
    );
    this.#tell();
  }

  async #recall(gateway: Attended, pairings: Pairings): Promise<void> {
    // One after the other: each is a whole program to start, next to whoever is chatting already.
    for (const channel of PLUGINS) {
      await pairings.recall(gateway, channel).catch(() => undefined);
      this.#tell();
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const NOT_YET: DeskAnswer = { ok: false, said: "The gateway is still being started." };

const keyOf = ({ channel, accountId }: { channel: string; accountId: string }) => `${channel} ${accountId}`;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whom an account speaks as, by what the gateway knows of it. */
function whoIs({ zalo, bot }: Scene, channel: string, account: Record<string, unknown>): DeskAccount["who"] {
  if (channel === "zalo") return { kind: "bot", id: bot.id };
  const own = z.looseObject({ id: z.string() }).safeParse(account["own"]);
  const person = zalo.world.personByUid(own.data?.id ?? "");
  return person === undefined ? undefined : { kind: "person", id: person.id };
}
