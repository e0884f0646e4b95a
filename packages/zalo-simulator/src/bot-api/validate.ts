import { z } from "zod";
import type { Chat } from "../world/chat.ts";
import { badRequest, QUOTA_EXCEEDED } from "./answers.ts";
import { type MethodCall, type Params, Refusal } from "./method-call.ts";
import { isOverQuota } from "./quota.ts";
import type { BotSwitches } from "./switches.ts";

/**
 * The checks of Zalo's server. "… must not be empty", "… must start with http:// or https://" and "The photo
 * URL is invalid" are its real words; the other complaints follow their pattern, since nobody has seen them.
 */

/** Longest text and caption, in the unit of the switch `textUnit`. Source: Zalo's documentation. */
export const TEXT_LIMIT = 2000;

/** A parameter as text. Numbers count as text, as they do for a Java server; anything else as absent. */
export function text(params: Params, name: string): string {
  const value = params[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

export function requireText(params: Params, name: string): string {
  const value = text(params, name);
  if (value === "") refuse(`The ${name} must not be empty`);
  return value;
}

/** The addressed chat, which must be one the bot knows. */
export function requireChat({ params, account, world }: MethodCall): Chat {
  return world.chatOf(account.bot, requireText(params, "chat_id")) ?? refuse("The chat_id is invalid");
}

/** Throws the 429 of a used-up plan. Called last, when nothing else is wrong with a send. */
export function requireQuota({ world, account }: MethodCall, chat: Chat): void {
  if (isOverQuota(world, account.bot, chat, account.sends)) throw new Refusal(QUOTA_EXCEEDED);
}

export function requireLength(value: string, name: string, switches: BotSwitches): void {
  const length = switches.textUnit === "utf16" ? value.length : [...value].length;
  if (length > TEXT_LIMIT) refuse(`The ${name} must be between 1 and ${TEXT_LIMIT} characters`);
}

export function requireHttpUrl(params: Params, name: string): string {
  const url = requireText(params, name);
  if (!/^https?:\/\//.test(url)) refuse(`The ${name} must start with http:// or https://`);
  if (!URL.canParse(url)) refuse(`The ${name} URL is invalid`);
  return url;
}

/** Refuses markup of a form that the API does not know. Whether the markup itself is sound is nobody's check. */
export function requireKnownMarkup(params: Params): string | undefined {
  const parseMode = text(params, "parse_mode");
  if (parseMode !== "" && parseMode !== "markdown" && parseMode !== "html") {
    refuse("The parse_mode is invalid");
  }
  const { text_styles: styles } = params;
  if (styles !== undefined && !TextStyles.safeParse(fromJson(styles)).success) {
    refuse("The text_styles is invalid");
  }
  return parseMode === "" ? undefined : parseMode;
}

export function refuse(complaint: string): never {
  throw new Refusal(badRequest(complaint));
}

const TextStyles = z.array(
  z.looseObject({ start: z.int().min(0), len: z.int().min(0), st: z.array(z.string()) }),
);

/** A list in a query string or a form arrives as its JSON text. */
function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
