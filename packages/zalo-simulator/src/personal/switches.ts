import { z } from "zod";

/**
 * How Zalo behaves towards one personal account, wherever nobody knows it for sure or a client must cope with
 * both. A change works at once.
 */
export const WebSwitches = z.strictObject({
  /** How events are wrapped: 0 plain, 1 compressed, 2 encrypted and compressed, 3 encrypted; or each in turn. */
  encrypt: z.union([z.literal([0, 1, 2, 3]), z.literal("in-turn")]).default(2),
  /** How modes 1 and 2 compress. */
  compression: z.enum(["zlib", "gzip"]).default("zlib"),
  /** The command that carries direct messages; 551 has been seen and is lost by zca-js 2.2.0. */
  directCommand: z.literal([501, 551]).default(501),
  /** Whether ids in events are strings, or bare numbers too large for a double. */
  idsAs: z.enum(["strings", "numbers"]).default("strings"),
  /** How the content of everything but texts comes: as an object, or as that object's JSON text. */
  contentAs: z.enum(["object", "json-text"]).default("object"),
  /** Whether a reaction's event has the list of the other kind of chat too, which zca-js 2.2.0 needs. */
  reactionLists: z.enum(["both", "own"]).default("both"),
  /** Whether the account's own deeds come back over its socket. */
  selfEcho: z.boolean().default(true),
  /** How long after a message the account's own socket hears of it, in milliseconds; 0 is before the call's answer. */
  echoDelayMs: z.int().min(0).default(0),
  /** A session is good only for the User-Agent it was made with. */
  userAgentBound: z.boolean().default(true),
  /** A code is confirmed on the phone, and yet Zalo wants a password: the client is not logged in. */
  requireConfirmPwd: z.boolean().default(false),
  /** What a further login by QR code does to the session before: close its socket, or end it altogether. */
  secondLogin: z.enum(["kick", "kick-and-end"]).default("kick"),
  /** What `lastId` of a request for old messages means: newer ones, older ones, or nothing. */
  oldMessages: z.enum(["newer", "older", "ignores-last-id"]).default("newer"),
  /** How many old messages come in one answer. */
  oldMessagesLimit: z.int().min(1).default(50),
  /** `settings.features.socket` and `.sharefile` of the next logins; real values are not known. */
  pingIntervalMs: z.int().min(1).nullable().default(20_000),
  /** Whether `retries` has an entry for every code that clients shall come back after. */
  retries: z.enum(["for-all-codes", "none"]).default("for-all-codes"),
  closeAndRetryCodes: z.array(z.int()).readonly().default([1000, 3000, 3003]),
  rotateErrorCodes: z.array(z.int()).readonly().default([]),
  /** What becomes of an account's words to people who are not its friends and have not written first. */
  strangers: z.enum(["allowed", "refused"]).default("allowed"),
  /** Messages in any minute; one more is refused with -69. Null for no limit. */
  sendsPerMinute: z.int().min(0).nullable().default(null),
  /** Strangers in any hour; one more is refused with 123. Null for no limit. */
  strangersPerHour: z.int().min(0).nullable().default(null),
  /** Who may write to this person; others are refused with 123. */
  messagesFrom: z.enum(["everyone", "friends"]).default("everyone"),
  /** How members are told of with a group: their profiles too, or only `<uid>_<version>` of each. */
  groupMembersAs: z.enum(["in-full", "versions"]).default("in-full"),
  /** The names of profiles that were asked for by uid. */
  profileKeys: z.enum(["uid", "uid-and-version"]).default("uid"),
  /** When the socket says that an uploaded file can be sent, next to the answer to its last chunk. */
  fileDone: z.enum(["after", "late", "early", "never"]).default("after"),
  /** How late is late, in milliseconds. */
  fileDoneLateMs: z.int().min(0).default(1000),
  chunkSizeBytes: z.int().min(1).default(3_145_728),
  maxFileMb: z.int().min(1).default(1024),
  maxFiles: z.int().min(1).default(50),
  restrictedExtensions: z.array(z.string()).readonly().default(["exe", "bat", "cmd", "apk"]),
});
export type WebSwitches = z.infer<typeof WebSwitches>;

/** All switches, with the given ones changed. Throws a ZodError that names a wrong one. */
export const withWebSwitches = (base: WebSwitches, change: Readonly<Record<string, unknown>>): WebSwitches =>
  WebSwitches.parse({ ...base, ...change });
