import { z } from "zod";
import { isLoopback } from "../http/loopback.ts";
import { WebhookOutcome } from "./webhook-outcome.ts";

const Quota = z.strictObject({
  /** Accepted sends per calendar month, Vietnamese time. */
  messagesPerMonth: z.int().min(0),
  /** People the bot may write to, in the order in which they first wrote. */
  usersPerBot: z.int().min(0),
  /** Groups the bot may write to, in the order in which it joined. */
  groups: z.int().min(0),
});

const isOrigin = (raw: string): boolean => URL.canParse(raw) && new URL(raw).origin === raw;
const Tunnels = z.record(
  z.string().refine(isOrigin, "must be an origin like https://shop.example.org"),
  z
    .string()
    .refine(
      (raw) => isOrigin(raw) && isLoopback(new URL(raw).hostname),
      "must be an origin on this machine like http://127.0.0.1:8080",
    ),
);

/**
 * How Zalo behaves towards one bot, wherever reports about the real one disagree or know nothing. The
 * defaults are the best supported report.
 */
export const BotSwitches = z.strictObject({
  /** HTTP status of a refused call: always 200, or the same number as `error_code`. */
  failureStyle: z.enum(["http200", "http-status"]).default("http200"),
  /** What a poll gets when its time is over. `ok-false-408` follows `failureStyle` for its HTTP status. */
  idleForm: z
    .enum(["ok-false-408", "http-408-json", "empty-ok", "empty-body", "html"])
    .default("ok-false-408"),
  /** What becomes of a message that finds no open poll, and of one that was read. */
  queueMode: z.enum(["live-only", "consume", "replay"]).default("consume"),
  /** In `replay`, how often each message is handed over before the next one's turn. */
  replayTimes: z.int().min(1).default(3),
  /** `result` of getUpdates: one update, or a list of one. */
  updateShape: z.enum(["object", "array"]).default("object"),
  /** How many polls of one bot may be open. With several, each update goes to the oldest. */
  pollers: z.enum(["single", "multi"]).default("multi"),
  /** With `single`: a second poll is refused with 409, or takes over and the older one ends idle. */
  secondPoll: z.enum(["refuse", "steal"]).default("refuse"),
  /** Answer to a wrong token. */
  badToken: z.enum(["401-json", "non-json"]).default("401-json"),
  /** What the 2000 of a text or caption counts. */
  textUnit: z.enum(["utf16", "code-point"]).default("utf16"),
  /** The plan's limits; beyond them sends get 429. */
  quota: z.union([Quota, z.literal("off")]).default("off"),
  /** The longest a poll stays open, in seconds; a longer `timeout` is cut to it. 30 is the most ever measured. */
  maxPollSeconds: z.number().min(0).default(30),
  /** Where an image event carries its URL. */
  imageField: z.enum(["photo_url", "photo", "both"]).default("photo_url"),
  /** getWebhookInfo of a bot without webhook. */
  cleanWebhookInfo: z.enum(["404", "empty-url"]).default("404"),
  /** A webhook that somebody else registered for this bot: polls are refused and messages go there. */
  foreignWebhook: z.string().nullable().default(null),
  /** Lets setWebhook accept loopback addresses, plain http included. */
  loopbackWebhook: z.boolean().default(false),
  /** Where origins of the public internet lead on this machine, for webhooks and photos. Replaced as a whole. */
  tunnels: Tunnels.readonly().default(() => ({})),
  /** The body of a push: `{ok, result}` around the update, or the update alone. */
  webhookBody: z.enum(["wrapped", "bare"]).default("wrapped"),
  /** How often each update is pushed again under the same message id. */
  webhookRedeliveries: z.int().min(0).default(0),
  /** Further attempts after one that was not answered with 2xx, and the pause before each, in milliseconds. */
  webhookRetries: z.int().min(0).default(0),
  webhookRetryDelayMs: z.number().min(0).default(1000),
  /** How long one push or probe may take, in milliseconds. Nobody has measured it. */
  webhookTimeoutMs: z.int().min(1).default(10_000),
  /** Chats that are pushed to at the same time. */
  webhookConcurrency: z.int().min(1).default(8),
  /** The empty request that setWebhook and testWebhook try a URL with; `none`: neither verification nor testWebhook. */
  webhookProbe: z.enum(["no-secret", "secret", "none"]).default("no-secret"),
  /** What every verification says, without asking anybody; null for the truth. */
  verifiesAs: WebhookOutcome.nullable().default(null),
  /** Which of two published lists of outcomes a verification uses. */
  verificationStyle: z.enum(["fine", "folded"]).default("fine"),
  /** Calls per day, Vietnamese time, beyond which there is 426; null for no limit. */
  setWebhookPerDay: z.int().min(0).nullable().default(null),
  testWebhookPerDay: z.int().min(0).nullable().default(null),
  /** GETs of a photo: the first by the server during the call, the others by the reader's phone after it. */
  photoFetches: z.int().min(0).default(2),
  /** The largest photo, in bytes. Nobody has measured it. */
  maxPhotoBytes: z
    .int()
    .min(1)
    .default(10 * 1024 * 1024),
  /** A photo that is not on this machine, which the simulator never fetches: taken for good, or refused. */
  outsidePhotos: z.enum(["trust", "refuse"]).default("trust"),
  /** Whether the server fetches a voice during the call, and refuses what is no AAC. Nobody knows. */
  fetchesVoices: z.boolean().default(true),
  /** Whether what a bot sends comes back to it as an update. One source says so, another measured that it does not. */
  ownSends: z.enum(["silent", "come-back"]).default("silent"),
  /** Whether the bot may be put into groups, as getMe tells. */
  canJoinGroups: z.boolean().default(true),
  /** What becomes of messages from people and groups beyond the plan. */
  beyondPlan: z.enum(["delivered", "ignored"]).default("delivered"),
  /** The token was reset in Bot Creator: every call gets what `badToken` says. */
  tokenRevoked: z.boolean().default(false),
});
export type BotSwitches = z.infer<typeof BotSwitches>;

/** A change of some switches; the others stay as they are. */
export type SwitchChange = { [Name in keyof BotSwitches]?: BotSwitches[Name] | undefined };

/** All switches, with the given ones changed. Throws a ZodError that names a wrong one. */
export const withSwitches = (base: BotSwitches, change: Readonly<Record<string, unknown>>): BotSwitches =>
  BotSwitches.parse({ ...base, ...change });
