import { ask, type Reply } from "../http/ask.ts";
import { imageType, type Media } from "../media/media.ts";
import type { Bot } from "../world/bot.ts";
import type { Chat } from "../world/chat.ts";
import type { Journal, PhotoOutcome } from "../world/journal.ts";
import { USER_AGENT } from "./webhook-request.ts";

/** Redirects that are followed, as image hosts need it; more are taken for a loop. */
const MOST_REDIRECTS = 5;

/** How long a photo may take, in milliseconds. Ours to choose: nobody has measured it. */
const TIMEOUT_MS = 10_000;

export interface PhotoRequest {
  bot: Bot;
  chat: Chat;
  url: string;
  /** Zalo's server fetches a photo during the call, the reader's phone later. */
  by: "server" | "phone";
  journal: Journal;
  signal: AbortSignal;
}

export interface FetchedPhoto {
  outcome: PhotoOutcome;
  /** Only with the outcome `ok`. */
  media?: Media;
  /** Null when nobody answered. */
  status: number | null;
  ms: number;
}

/** Fetches a photo over HTTP GET. Never rejects. */
export async function fetchPhoto(request: PhotoRequest): Promise<FetchedPhoto> {
  const reply = await follow(request);
  const status = reply.kind === "answered" ? reply.status : null;
  return { ...judge(reply), status, ms: reply.ms };
}

/** Tells the journal how a fetch went, once it has had its effect. */
export function noteFetch({ bot, chat, by, url, journal }: PhotoRequest, fetched: FetchedPhoto): void {
  const { outcome, media, status, ms } = fetched;
  const bytes = media?.bytes.length ?? 0;
  journal.add({ kind: "photo-fetched", botId: bot.id, chatId: chat.id, by, url, status, ms, bytes, outcome });
}

async function follow({ bot, url: first, signal }: PhotoRequest): Promise<Reply> {
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

function judge(reply: Reply): Pick<FetchedPhoto, "outcome" | "media"> {
  if (reply.kind === "failed") return { outcome: reply.why === "outside" ? "outside" : "unreachable" };
  if (reply.status !== 200) return { outcome: "refused" };
  if (!reply.whole) return { outcome: "too-large" };
  const type = imageType(reply.bytes);
  if (type === undefined) return { outcome: "no-image" };
  return { outcome: "ok", media: { type, bytes: reply.bytes } };
}
