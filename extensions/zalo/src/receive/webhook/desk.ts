import { AsyncLocalStorage } from "node:async_hooks";
import type { HttpHandler, HttpRoute } from "channel-kit/host/http-route";
import type { Clock } from "channel-kit/time/clock";
import { answerRequest } from "./answer-request.ts";
import { digestOf } from "./same-secret.ts";
import { StrangerBudget } from "./stranger-budget.ts";

/** How long a door is kept for events that are on their way when its account stops, in milliseconds. */
const LINGER_MS = 10_000;
/** A wrong secret is said once in this time per path, in milliseconds. */
const WARN_EVERY_MS = 10 * 60_000;

/** Where one account takes its events. */
export interface WebhookDoor {
  accountId: string;
  path: string;
  secret: string;
  /** Writes one event down; resolves when it is on disk. Works on after the account has stopped. */
  take(event: unknown): Promise<void>;
  warn(message: string): void;
  /** Keeps what `take` needs until disposed; called when the door opens. */
  keepOpen(): Disposable;
}

/** A door as those see it who decide whose a request is. */
export interface OpenDoor extends WebhookDoor {
  secretDigest: Buffer;
  /** How often somebody has tried it with an empty request: with its secret, or with none. */
  trials: number;
}

interface Standing {
  door: OpenDoor;
  place: Place;
  hold: Disposable;
  /** Set when its account has stopped. */
  left: boolean;
  /** Ends the wait for the door to close. */
  closing: AbortController | undefined;
}

interface Place {
  path: string;
  /** Newest first. */
  standing: Standing[];
  route: Disposable;
  /** When a wrong secret was last said to the log. */
  warnedAt: number;
}

const NOT_SERVED: Disposable = { [Symbol.dispose]: () => {} };

/** What a desk needs of the gateway's HTTP server. */
export interface RouteServer {
  serve(route: HttpRoute): Disposable;
}

/**
 * All webhooks of this process: accounts that share a path are told apart by their secret. A door outlives the
 * start of its account that opened it for a while, and until whoever follows has told Zalo where to send events,
 * so that a change of settings loses nothing that is on its way.
 */
export class WebhookDesk {
  readonly #routes: RouteServer;
  readonly #clock: Clock;
  readonly #strangers = new StrangerBudget();
  readonly #places = new Map<string, Place>();
  /** How many successors of an account are at work. */
  readonly #successors = new Map<string, number>();

  constructor(routes: RouteServer, clock: Clock) {
    this.#routes = routes;
    this.#clock = clock;
  }

  /** Opens a door. `leave` closes it later. Throws `misconfigured` when the gateway cannot serve the path. */
  open(door: WebhookDoor): { leave(): void } {
    // What follows from an event has to belong to the account and not to the request, which ends at once.
    const inAccount = AsyncLocalStorage.snapshot();
    const place = this.#placeFor(door);
    const standing: Standing = {
      door: {
        ...door,
        secretDigest: digestOf(door.secret),
        trials: 0,
        take: (event) => inAccount(() => door.take(event)),
      },
      place,
      hold: door.keepOpen(),
      left: false,
      closing: undefined,
    };
    place.standing.unshift(standing);
    return {
      leave: () => {
        if (standing.left) return;
        standing.left = true;
        if (!this.#successors.has(door.accountId)) this.#closeLater(standing);
      },
    };
  }

  /** Keeps the doors that the account has left open until disposed of, and a little longer. */
  takeOver(accountId: string): Disposable {
    this.#successors.set(accountId, (this.#successors.get(accountId) ?? 0) + 1);
    for (const standing of this.#leftBy(accountId)) {
      standing.closing?.abort();
      standing.closing = undefined;
    }
    return {
      [Symbol.dispose]: () => {
        const others = (this.#successors.get(accountId) ?? 1) - 1;
        if (others > 0) {
          this.#successors.set(accountId, others);
          return;
        }
        this.#successors.delete(accountId);
        for (const standing of this.#leftBy(accountId)) this.#closeLater(standing);
      },
    };
  }

  /** How often the account's webhook has been tried with an empty request, by Zalo or by anybody. */
  trials(accountId: string): number {
    return [...this.#places.values()]
      .flatMap(({ standing }) => standing)
      .filter(({ door }) => door.accountId === accountId)
      .reduce((sum, { door }) => sum + door.trials, 0);
  }

  /** Closes everything at once, for a gateway that lets go of the plugin. */
  closeAll(): void {
    for (const { standing } of [...this.#places.values()]) for (const one of [...standing]) this.#close(one);
  }

  #placeFor({ path, accountId }: WebhookDoor): Place {
    // The gateway reads paths without regard to case.
    const key = path.toLowerCase();
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const handler: HttpHandler = (exchange) =>
      answerRequest(exchange, {
        doors: place.standing.map(({ door }) => door),
        strangers: this.#strangers,
        clock: this.#clock,
        onWrongSecret: () => this.#sayWrongSecret(place),
      });
    const owner = `Zalo account "${accountId}"`;
    const place: Place = { path: key, standing: [], route: NOT_SERVED, warnedAt: Number.NEGATIVE_INFINITY };
    place.route = this.#routes.serve({ path, purpose: "webhook", owner, handler });
    this.#places.set(key, place);
    return place;
  }

  #sayWrongSecret(place: Place): void {
    const now = this.#clock.now();
    if (now - place.warnedAt < WARN_EVERY_MS) return;
    place.warnedAt = now;
    const names = new Set(place.standing.map(({ door }) => `"${door.accountId}"`));
    place.standing[0]?.door.warn(
      `webhook of account ${[...names].join(", ")}: a request came with a wrong secret and was refused. If the bot gets no messages, Zalo may have an older secret: change webhookSecret, which registers the new one.`,
    );
  }

  #leftBy(accountId: string): Standing[] {
    return [...this.#places.values()]
      .flatMap(({ standing }) => standing)
      .filter(({ door, left }) => left && door.accountId === accountId);
  }

  #closeLater(standing: Standing): void {
    if (standing.closing !== undefined) return;
    const closing = new AbortController();
    standing.closing = closing;
    this.#clock.sleep(LINGER_MS, closing.signal).then(
      () => this.#close(standing),
      () => {}, // A successor keeps it.
    );
  }

  #close(standing: Standing): void {
    const { place, hold } = standing;
    const at = place.standing.indexOf(standing);
    if (at < 0) return;
    standing.closing?.abort();
    place.standing.splice(at, 1);
    if (place.standing.length === 0) {
      this.#places.delete(place.path);
      place.route[Symbol.dispose]();
    }
    hold[Symbol.dispose]();
  }
}
