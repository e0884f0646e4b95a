import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { FaultBook } from "../faults/fault-book.ts";
import { deliveryOf } from "../faults/spoil.ts";
import { json } from "../http/answers.ts";
import { type Delivery, deliver, goneSignal } from "../http/deliver.ts";
import { UnreadableRequest } from "../http/read-body.ts";
import type { MediaShelf } from "../media/shelf.ts";
import type { Bot } from "../world/bot.ts";
import type { CallOutcome, Journal } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { Account } from "./account.ts";
import { badRequest, NOT_FOUND, refusal, refused, toHttp, UNAUTHORIZED } from "./answers.ts";
import { type MethodResult, type Params, Refusal } from "./method-call.ts";
import { methods } from "./methods.ts";
import { pause } from "./pause.ts";
import { readParams } from "./read-params.ts";
import { BotSwitches } from "./switches.ts";
import { text } from "./validate.ts";

export interface BotApiParts {
  world: World;
  journal: Journal;
  faults: FaultBook;
  media: MediaShelf;
  closed: AbortSignal;
}

/** How a bot's program hears of messages, and how much it has sent this month. */
export interface BotConnection {
  polls: number;
  /** For a poll or for the webhook. */
  waiting: number;
  /** Of these, those that the webhook did not take at first. */
  retrying: number;
  webhook: string | null;
  sends: number;
}

/** One request to `/bot<TOKEN>/<method>`. */
interface Request {
  method: string;
  path: string;
  params: Params;
  /** False when the verb is not GET or POST, or the body is broken JSON. */
  readable: boolean;
  /** The bot that the token's digits name, whether or not the rest of it is right. */
  bot: Bot | undefined;
  authorised: boolean;
  gone: AbortSignal;
}

/** Zalo's Bot API over the world. */
export class BotApi {
  readonly #parts: BotApiParts;
  readonly #accounts = new Map<string, Account>();
  /** For calls that name no bot we know. */
  readonly #defaults = BotSwitches.parse({});

  constructor(parts: BotApiParts) {
    this.#parts = parts;
    parts.world.onMail((bot, message) => this.#account(bot).receive(message));
  }

  /** Answers one request, spoilt if a fault is waiting for it. Never rejects on account of the client. */
  async handle(incoming: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const gone = goneSignal(response);
    const target = /^\/bot([^/]+)\/([^/]+)$/.exec(url.pathname);
    if (target?.[1] === undefined || target[2] === undefined) {
      deliver(response, { kind: "answer", http: toHttp(NOT_FOUND, this.#defaults) });
      return;
    }
    const token = decode(target[1]);
    const bot = this.#parts.world.bot(token.split(":")[0] ?? "");
    const authorised = bot !== undefined && bot.token === token && !bot.switches.tokenRevoked;
    const params = await this.#params(incoming, response, url);
    if (params === "unreadable") return;
    const readable = params !== undefined && (incoming.method === "POST" || incoming.method === "GET");
    await this.#exchange(response, {
      method: target[2],
      path: url.pathname,
      params: params ?? {},
      readable,
      bot,
      authorised,
      gone,
    });
  }

  /** How the bot's program is connected. A webhook's query may hold a secret, so it is left out. */
  connectionOf(bot: Bot): BotConnection {
    const { updates, webhook, sends, pushes } = this.#account(bot);
    const url = webhook?.url ?? bot.switches.foreignWebhook;
    return {
      polls: updates.openPolls,
      waiting: updates.waiting + pushes.waiting,
      retrying: pushes.retrying,
      webhook: url === null ? null : url.replace(/[?#].*$/s, ""),
      sends: sends.count,
    };
  }

  /** Ends every open poll, because the simulator closes. */
  endPolls(): void {
    for (const account of this.#accounts.values()) account.updates.endAll("simulator-closed");
  }

  async #params(incoming: IncomingMessage, response: ServerResponse, url: URL) {
    try {
      return await readParams(incoming, url.searchParams);
    } catch (error) {
      if (!(error instanceof UnreadableRequest)) throw error;
      const answer = refused(error.status, error.message);
      deliver(response, {
        kind: "answer",
        http: toHttp(answer, { ...this.#defaults, failureStyle: "http-status" }),
      });
      return "unreadable";
    }
  }

  /** Carries the call out and answers it, in the order and to the extent that its fault allows. */
  async #exchange(response: ServerResponse, request: Request): Promise<void> {
    const switches = request.bot?.switches ?? this.#defaults;
    const chatId = chatIdOf(request.params);
    const fault = this.#parts.faults.take({
      method: request.method,
      botId: request.bot?.id,
      chatId,
    });
    if (fault?.kind === "slow" && fault.accept !== true) await pause(fault.ms, request.gone);
    const carriedOut = fault === undefined || fault.kind === "slow" || fault.accept === true;
    const nobody: MethodResult = { answer: { kind: "none" } };
    const result = carriedOut && !request.gone.aborted ? await this.#perform(request) : nobody;
    if (fault?.kind === "slow" && fault.accept === true) await pause(fault.ms, request.gone);
    if (result.handedOver !== undefined) await noticeDepartures();

    const { answer } = result;
    const right = answer.kind === "none" ? undefined : toHttp(answer, switches);
    const delivery = deliveryOf(fault, right, {
      refusal: (code, description, status) => refusal(code, description, switches, status),
      sample: json(200, { ok: true, result: {}, error_code: 0 }),
      path: request.path,
    });
    this.#parts.journal.add({
      kind: "api-call",
      ...(request.bot === undefined ? {} : { botId: request.bot.id }),
      ...(chatId === undefined ? {} : { chatId }),
      method: request.method,
      params: withoutSecret(request.params),
      outcome: outcomeOf(request.gone.aborted ? undefined : delivery),
      accepted: answer.kind === "ok" || answer.kind === "idle",
      ...(fault === undefined ? {} : { faulted: fault.kind }),
    });
    const intact = delivery?.kind === "answer" && delivery.http === right;
    this.#watchHandOver(request, result, intact);
    if (delivery !== undefined) deliver(response, delivery);
    await result.afterwards?.();
  }

  async #perform(request: Request): Promise<MethodResult> {
    const { world, journal, media, closed } = this.#parts;
    if (request.bot === undefined || !request.authorised) return { answer: UNAUTHORIZED };
    if (!request.readable) return { answer: badRequest("The request could not be read") };
    const method = methods.get(request.method);
    if (method === undefined) return { answer: NOT_FOUND };
    const account = this.#account(request.bot);
    try {
      return await method({
        account,
        params: request.params,
        gone: request.gone,
        world,
        journal,
        media,
        closed,
      });
    } catch (error) {
      if (error instanceof Refusal) return { answer: error.answer };
      throw error;
    }
  }

  /** Tells the journal when an update was handed over in an answer that did not leave whole. */
  #watchHandOver(request: Request, result: MethodResult, intact: boolean): void {
    const { handedOver } = result;
    const botId = request.bot?.id;
    if (handedOver === undefined || botId === undefined) return;
    const lost = () => this.#parts.journal.add({ kind: "lost", botId, ...handedOver });
    if (!intact || request.gone.aborted) lost();
    else request.gone.addEventListener("abort", lost, { once: true });
  }

  #account(bot: Bot): Account {
    const known = this.#accounts.get(bot.id);
    if (known !== undefined) return known;
    const account = new Account(bot, this.#parts);
    this.#accounts.set(bot.id, account);
    return account;
  }
}

/**
 * Lets the news of a connection that its client has already closed arrive: read, end and close take a turn of
 * the event loop each. Without it an update would go down a dead socket and look delivered.
 */
async function noticeDepartures(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

/** What a client can make of it; a status and nothing else where the body is no whole answer of Zalo's. */
function outcomeOf(delivery: Delivery | undefined): CallOutcome {
  if (delivery === undefined || delivery.kind === "hang" || delivery.kind === "reset") {
    return { status: null, ok: false };
  }
  const { status, body } = delivery.http;
  const said = delivery.kind === "cut" ? {} : parseBody(body);
  return {
    status,
    ok: said.ok === true,
    ...(said.ok === false && said.error_code !== undefined ? { errorCode: said.error_code } : {}),
    ...(said.ok === false && said.description !== undefined ? { description: said.description } : {}),
  };
}

function parseBody(body: string): { ok?: boolean; error_code?: number; description?: string } {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

const chatIdOf = (params: Params): string | undefined => text(params, "chat_id") || undefined;

/** A webhook's secret has no business in a journal. */
const withoutSecret = (params: Params): Params =>
  "secret_token" in params ? { ...params, secret_token: "(hidden)" } : params;

/** A token may arrive with its colon percent-encoded. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
