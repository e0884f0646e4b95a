import type { Personal } from "../personal/personal.ts";
import type { Bot } from "../world/bot.ts";
import type { ChatLine } from "../world/chat.ts";
import type { Conversation, PersonalMessage } from "../world/conversation.ts";
import type { Group } from "../world/group.ts";
import type { Person } from "../world/person.ts";
import { wordsIn } from "../world/personal-content.ts";
import { botLine, drawnChatLine, wordsOfChatLine } from "./bot-line.ts";
import type { Shelf } from "./lines.ts";
import { defined, drawn, isOn, personalLine } from "./personal-line.ts";
import type { PageThread, ThreadLast, ThreadMember, WebState } from "./thread.ts";
import type { Viewer } from "./viewer.ts";

/** Unread lines are counted up to here. */
const MOST_UNREAD = 100;

/** How much of the newest line a list shows, in UTF-16 units. */
const PREVIEW_LENGTH = 200;

/** What a thread leads to. */
export type Place =
  | { kind: "bot"; bot: Bot }
  | { kind: "person"; person: Person; conversation: Conversation }
  | { kind: "group"; group: Group };

/** Which line of a direct chat with a bot somebody has looked at last: no wire tells, so the page is asked. */
export type LookedAt = (person: Person, bot: Bot) => string | undefined;

/** Where somebody's account stands on Zalo Web. */
export function webState(personal: Personal, person: Person): WebState {
  if (personal.sockets(person) > 0) return "online";
  return personal.sessions(person) > 0 ? "signed-in" : "none";
}

/** The conversations on somebody's phone, newest first; those without a line come last, in the world's order. */
export function threadsOf(viewer: Viewer, personal: Personal, lookedAt: LookedAt): readonly PageThread[] {
  const { person, world } = viewer;
  const talked = world.correspondence.directOf(person).filter(({ lines }) => lines.length > 0);
  const partners = new Set([
    ...talked.map((conversation) => world.personByUid(conversation.peerOf(person.uid)?.uid ?? "")),
    ...world.friendsOf(person),
    ...personal.owners,
  ]);
  const others = world.people.filter((other) => other !== person && partners.has(other));
  const threads = [
    ...world.bots.map((bot) => botThread(viewer, bot, lookedAt)),
    ...world.groups
      .filter(({ members }) => members.includes(person))
      .map((group) => groupThread(viewer, group)),
    ...others.map((other) => personThread(viewer, other, personal)),
  ];
  return threads.toSorted((left, right) => (right.last?.at ?? 0) - (left.last?.at ?? 0));
}

/** The messages behind a thread. */
export function shelfOf(viewer: Viewer, place: Place): Shelf<ChatLine> | Shelf<PersonalMessage> {
  if (place.kind === "bot") return botShelf(viewer, place.bot);
  return personalShelf(viewer, place.kind === "group" ? place.group.conversation : place.conversation);
}

/** The newest messages of others that this person has not looked at yet, newest first. */
export function unseen(viewer: Viewer, { lines }: Conversation, most: number): readonly PersonalMessage[] {
  const { uid } = viewer.person;
  const found: PersonalMessage[] = [];
  for (let at = lines.length - 1; at >= 0 && found.length < most; at -= 1) {
    const message = lines[at];
    // Who writes has looked at what stands above.
    if (message === undefined || message.from.uid === uid || message.seenBy.includes(uid)) break;
    if (isOn(message, uid)) found.push(message);
  }
  return found;
}

const botShelf = (viewer: Viewer, bot: Bot): Shelf<ChatLine> => {
  const chat = bot.directChat(viewer.person);
  return {
    kept: chat.lines,
    idOf: ({ message }) => message.messageId,
    isThere: () => true,
    read: (line) => botLine(viewer, bot, chat, line),
  };
};

const personalShelf = (viewer: Viewer, { lines }: Conversation): Shelf<PersonalMessage> => ({
  kept: lines,
  idOf: ({ msgId }) => msgId,
  isThere: (message) => isOn(message, viewer.person.uid),
  read: (message) => personalLine(viewer, message),
});

function botThread(viewer: Viewer, bot: Bot, lookedAt: LookedAt): PageThread {
  const { lines } = bot.directChat(viewer.person);
  const last = lines.at(-1);
  const seen = lookedAt(viewer.person, bot);
  let unread = 0;
  for (let at = lines.length - 1; at >= 0 && unread < MOST_UNREAD; at -= 1) {
    const line = lines[at];
    if (line?.from !== "bot" || line.message.messageId === seen) break;
    unread += 1;
  }
  return {
    key: `bot:${bot.id}`,
    kind: "bot",
    id: bot.id,
    name: bot.name,
    ...(last === undefined ? {} : { last: lastOfChat(viewer, bot, last) }),
    unread,
  };
}

/** The beginning of some words, no tag cut in two. */
function preview(text: string, parseMode: string | undefined): Pick<ThreadLast, "text" | "parseMode"> {
  const cut = text.slice(0, PREVIEW_LENGTH);
  const isCutTag = parseMode === "html" && cut.length < text.length;
  return { text: isCutTag ? cut.replace(/[<&][^<>;]*$/, "") : cut, ...defined({ parseMode }) };
}

function lastOfChat(viewer: Viewer, bot: Bot, line: ChatLine): ThreadLast {
  const own = line.from === "person";
  const parseMode = line.from === "bot" ? line.message.parseMode : undefined;
  return {
    id: line.message.messageId,
    kind: drawnChatLine(viewer, line).kind,
    ...preview(wordsOfChatLine(line), parseMode),
    at: line.message.at,
    own,
    by: own ? viewer.person.name : bot.name,
    recalled: false,
  };
}

function personThread(viewer: Viewer, other: Person, personal: Personal): PageThread {
  return {
    key: `person:${other.id}`,
    kind: "person",
    id: other.id,
    name: viewer.nameOf(other),
    ...conversationPart(viewer, viewer.world.conversation(viewer.person, other)),
    friend: viewer.world.areFriends(viewer.person, other),
    web: webState(personal, other),
  };
}

function groupThread(viewer: Viewer, group: Group): PageThread {
  const roleOf = (member: Person): ThreadMember["role"] => {
    if (member === group.creator) return "creator";
    return group.admins.includes(member) ? "admin" : "member";
  };
  return {
    key: `group:${group.id}`,
    kind: "group",
    id: group.id,
    name: group.name,
    ...conversationPart(viewer, group.conversation),
    members: [
      ...group.members.map((member) => ({
        id: member.id,
        name: viewer.nameOf(member),
        kind: "person" as const,
        role: roleOf(member),
      })),
      ...group.bots.map(({ id, name }) => ({ id, name, kind: "bot" as const, role: "member" as const })),
    ],
  };
}

function conversationPart(viewer: Viewer, conversation: Conversation): Pick<PageThread, "last" | "unread"> {
  const last = conversation.lines.findLast((message) => isOn(message, viewer.person.uid));
  const unread = unseen(viewer, conversation, MOST_UNREAD).length;
  return last === undefined ? { unread } : { last: lastOf(viewer, last), unread };
}

function lastOf(viewer: Viewer, { msgId, at, from, content, recalled }: PersonalMessage): ThreadLast {
  return {
    id: msgId,
    kind: drawn(viewer, content).kind,
    ...preview(recalled ? "" : wordsIn(content), viewer.world.botsWords(msgId)?.parseMode),
    at,
    own: from.uid === viewer.person.uid,
    by: viewer.author(from).name,
    recalled,
  };
}
