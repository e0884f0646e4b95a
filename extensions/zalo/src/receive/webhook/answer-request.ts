import { answer, type HttpExchange, readBody } from "channel-kit/host/http-route";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import type { OpenDoor } from "./desk.ts";
import { readEvents } from "./read-events.ts";
import { ownerOf } from "./same-secret.ts";
import { type StrangerBudget, WINDOW_MS } from "./stranger-budget.ts";

/** The header in which Zalo sends the secret, as it is: nothing is signed. */
const SECRET_HEADER = "x-bot-api-secret-token";
/** Events weigh 270 to 420 bytes (measured), a text of 2000 characters some kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;
/** For the whole body. Who sends half a kilobyte more slowly than this is not Zalo. */
const BODY_DEADLINE_MS = 10_000;
/** When Zalo should try an event again that could not be stored, if it reads this at all, in seconds. */
const STORAGE_RETRY_AFTER_S = 5;

export interface Reception {
  /** The doors at the path that was asked for, newest first. */
  doors: readonly OpenDoor[];
  strangers: StrangerBudget;
  clock: Clock;
  /** Called when a request names a secret that no door has. */
  onWrongSecret(): void;
}

/**
 * Answers one request for a webhook. The order is the promise: nothing is read before the secret is right, and
 * nothing is acknowledged before it is on disk.
 */
export async function answerRequest(exchange: HttpExchange, reception: Reception): Promise<void> {
  const { headers, method } = exchange.request;
  if (method !== "POST") return answer(exchange, 405, "Only POST.", { allow: "POST" });
  const secret = headers[SECRET_HEADER];
  const door = typeof secret === "string" ? ownerOf(secret, reception.doors) : undefined;
  if (door === undefined) return refuseStranger(exchange, reception);
  if (isEmpty(exchange)) return greet(exchange, door);
  if (!isJson(headers["content-type"])) return answer(exchange, 415, "Only application/json.");
  const text = await readBody(exchange, { maxBytes: MAX_BODY_BYTES, timeoutMs: BODY_DEADLINE_MS });
  if (text === undefined) return;
  if (text.trim() === "") return greet(exchange, door);
  const events = readEvents(text);
  if (events === undefined) return answer(exchange, 400, "Not JSON that can be read.");
  try {
    for (const event of events) await door.take(event);
  } catch (error) {
    const why = error instanceof ChannelError ? error.message : String(error);
    door.warn(`account "${door.accountId}": an event of the webhook could not be stored. ${why}`);
    return answer(exchange, 503, "Try again.", { "retry-after": String(STORAGE_RETRY_AFTER_S) });
  }
  answer(exchange, 200, "ok");
}

/** A trial: nobody wrote anything. */
function greet(exchange: HttpExchange, door: OpenDoor): void {
  door.trials += 1;
  answer(exchange, 200, "ok");
}

function refuseStranger(exchange: HttpExchange, reception: Reception): void {
  const { doors, strangers, clock } = reception;
  const hasSecret = exchange.request.headers[SECRET_HEADER] !== undefined;
  if (hasSecret) reception.onWrongSecret();
  // Zalo's own trial is believed to carry no secret. It is refused like everybody else, but noticed.
  else if (isEmpty(exchange)) for (const door of doors) door.trials += 1;
  if (strangers.spend(exchange.client, clock.now())) {
    answer(exchange, 401, "The secret is wrong or missing.");
  } else {
    answer(exchange, 429, "Too many requests.", { "retry-after": String(WINDOW_MS / 1_000) });
  }
}

/** Whether the request says that it has no body. */
function isEmpty({ request: { headers } }: HttpExchange): boolean {
  const length = headers["content-length"];
  return length === "0" || (length === undefined && headers["transfer-encoding"] === undefined);
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() === "application/json";
}
