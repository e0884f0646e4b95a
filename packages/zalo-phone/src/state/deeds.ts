import type { PageLine } from "zalo-simulator/page/line";
import type { PageThread } from "zalo-simulator/page/thread";
import { act } from "../api/ask.ts";

/** What somebody sends, in the form of whichever side of the simulator it goes to. */
export type Sent =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "image";
      readonly url: string;
      readonly width?: number;
      readonly height?: number;
      /** Among pictures that are sent together, from 0; bots get them one by one. */
      readonly album?: { readonly id: string; readonly index: number; readonly total: number };
    }
  | { readonly kind: "voice"; readonly url: string }
  | { readonly kind: "file"; readonly url: string; readonly name: string; readonly size?: number }
  | { readonly kind: "sticker" };

/** A sticker that both sides know; every sticker of the simulated world looks like the sample. */
const STICKER = { bot: "bfe458bf64fa8da4d4eb", personal: { id: 22010, categoryId: 10283 } };

/** Sends as this person into this thread. */
export async function send(
  person: string,
  thread: PageThread,
  content: Sent,
  options: { answers?: PageLine | undefined; mentions?: readonly string[] } = {},
): Promise<void> {
  const { answers, mentions = [] } = options;
  if (thread.kind === "bot") {
    await act("POST", `/control/people/${person}/messages`, {
      bot: thread.id,
      content: forBot(content),
      ...(answers === undefined ? {} : { replyTo: answers.id }),
    });
    return;
  }
  await act("POST", `/control/people/${person}/writes`, {
    ...(thread.kind === "group" ? { in: thread.id } : { to: thread.id }),
    content: content.kind === "sticker" ? { kind: "sticker", ...STICKER.personal } : content,
    mentions,
    ...(answers === undefined ? {} : { quote: answers.id }),
  });
}

/** What the Bot API has no form for reaches a bot as something it is not shown. */
function forBot(content: Sent): object {
  switch (content.kind) {
    case "text":
      return content;
    case "image":
    case "voice":
      return { kind: content.kind, url: content.url };
    case "sticker":
      return { kind: "sticker", id: STICKER.bot };
    case "file":
      return { kind: "unsupported" };
    default:
      return content satisfies never;
  }
}

const deed = (person: string, name: string, body: object): Promise<unknown> =>
  act("POST", `/control/people/${person}/${name}`, body);

/** An empty icon takes the reaction back. */
export const react = (person: string, msgId: string, icon: string): Promise<unknown> =>
  deed(person, "reacts", { msgId, icon });

export const recall = (person: string, msgId: string): Promise<unknown> => deed(person, "recalls", { msgId });

export const vote = (person: string, pollId: number, options: readonly number[]): Promise<unknown> =>
  deed(person, "votes", { pollId, options });

/** Types in a thread with people; bots are not told who types. */
export async function type(person: string, thread: PageThread): Promise<void> {
  if (thread.kind === "bot") return;
  await deed(person, "types", thread.kind === "group" ? { in: thread.id } : { to: thread.id });
}
