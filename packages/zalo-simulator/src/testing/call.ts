import type { Simulator } from "../simulator.ts";
import type { Bot } from "../world/bot.ts";

/** What came back over HTTP: `body` is undefined when it was no JSON. */
export interface Called {
  status: number;
  headers: Headers;
  raw: string;
  body: Body | undefined;
}

interface Body {
  ok: boolean;
  result?: Result;
  error_code?: number;
  description?: string;
}

/** What tests read out of results. Which of it is there depends on the method. */
interface Result {
  message_id?: string;
  url?: string;
  verification?: { ok: boolean; outcome: string };
  outcome?: string;
  message?: {
    message_id: string;
    from: { id: string };
    chat: { id: string };
    text?: string;
    caption?: string;
  };
}

/** Calls the Bot API as a bot would, over real HTTP. */
export async function call(
  zalo: Simulator,
  bot: Pick<Bot, "token">,
  method: string,
  params: object = {},
  init: RequestInit = {},
): Promise<Called> {
  const response = await fetch(`${zalo.url}/bot${bot.token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
    ...init,
  });
  const raw = await response.text();
  return { status: response.status, headers: response.headers, raw, body: parse(raw) };
}

function parse(raw: string): Body | undefined {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
