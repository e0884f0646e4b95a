import { ask, type Reply } from "../http/ask.ts";
import { imageType, type Media, voiceType } from "../media/media.ts";
import type { Bot } from "../world/bot.ts";
import type { Chat } from "../world/chat.ts";
import type { FetchOutcome, Journal } from "../world/journal.ts";
import { USER_AGENT } from "./webhook-request.ts";

/** Redirects that are followed, as image hosts need it; more are taken for a loop. */
const MOST_REDIRECTS = 5;

/** How long a file may take, in milliseconds. Ours to choose: nobody has measured it. */
const TIMEOUT_MS = 10_000;

export interface FetchRequest {
  what: "photo" | "voice";
  bot: Bot;
  chat: Chat;
  url: string;
  /** Zalo's server fetches during the call, the reader's phone later. */
  by: "server" | "phone";
  journal: Journal;
  signal: AbortSignal;
}

export interface Fetched {
  outcome: FetchOutcome;
  /** Only with the outcome `ok`. */
  media?: Media;
  /** Null when nobody answered. */
  status: number | null;
  ms: number;
}

/** Fetches what a bot sends by its URL, over HTTP GET. Never rejects. */
export async function fetchMedia(request: FetchRequest): Promise<Fetched> {
  const reply = await follow(request);
  const status = reply.kind === "answered" ? reply.status : null;
  return { ...judge(reply, request.what), status, ms: reply.ms };
}

/** Tells the journal how a fetch went, once it has had its effect. */
export function noteFetch({ what, bot, chat, by, url, journal }: FetchRequest, fetched: Fetched): void {
  const { outcome, media, status, ms } = fetched;
  const bytes = media?.bytes.length ?? 0;
  const kind = `${what}-fetched` as const;
  journal.add({ kind, botId: bot.id, chatId: chat.id, by, url, status, ms, bytes, outcome });
}

async function follow({ bot, url: first, signal }: FetchRequest): Promise<Reply> {
  const { maxPhotoBytes: mostBytes, tunnels } = bot.switches;
  const headers = { "User-Agent": USER_AGENT };
  let url = new URL(first);
  for (let redirects = 0; ; redirects += 1) {
    const question = {
      verb: "GET",
      url,
      headers,
      body: "",
      timeoutMs: TIMEOUT_MS,
      mostBytes,
      tunnels,
    } as const;
    const reply = await ask({ ...question, signal });
    if (reply.kind === "failed" || redirects === MOST_REDIRECTS) return reply;
    const { location } = reply.headers;
    const isRedirect = reply.status >= 300 && reply.status < 400 && location !== undefined;
    if (!isRedirect || !URL.canParse(location, url.href)) return reply;
    url = new URL(location, url);
  }
}

function judge(reply: Reply, what: FetchRequest["what"]): Pick<Fetched, "outcome" | "media"> {
  if (reply.kind === "failed") return { outcome: reply.why === "outside" ? "outside" : "unreachable" };
  if (reply.status !== 200) return { outcome: "refused" };
  if (!reply.whole) return { outcome: "too-large" };
  const type = what === "photo" ? imageType(reply.bytes) : voiceType(reply.bytes);
  if (type === undefined) return { outcome: what === "photo" ? "no-image" : "no-voice" };
  return { outcome: "ok", media: { type, bytes: reply.bytes } };
}
