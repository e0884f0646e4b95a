import { BotSwitches, type SwitchChange, withSwitches } from "../bot-api/switches.ts";
import { Acquaintances } from "./acquaintances.ts";
import { Bot } from "./bot.ts";
import { BoundedMap } from "./bounded.ts";
import type { BotMessage, Chat, PersonMessage } from "./chat.ts";
import { type Content, wordsOf } from "./content.ts";
import type { Conversation, PersonalMessage } from "./conversation.ts";
import { Correspondence, type Draft, groupConversation, type WriteOptions } from "./correspondence.ts";
import { botsWords, forBots, forPeople, namedMentions } from "./cross-over.ts";
import { Group, type GroupChange } from "./group.ts";
import {
  isPersonId,
  isUid,
  newAccountName,
  newBotId,
  newGroupId,
  newMessageId,
  newPersonId,
  newTokenSecret,
  newUid,
} from "./ids.ts";
import type { Journal } from "./journal.ts";
import { mentionedNames } from "./mentions.ts";
import { Occurrences } from "./occurrence.ts";
import { Person, type SayOptions } from "./person.ts";
import type { PersonalContent } from "./personal-content.ts";
import { Polls } from "./polls.ts";
import { Responses } from "./responses.ts";
import { WorldError } from "./world-error.ts";

/** Messages that can still be redelivered or answered; older ones are forgotten. */
const MESSAGES_KEPT = 50_000;

/** Carries a person's message to a bot over whatever protocol the bot speaks. */
export type Mail = (bot: Bot, message: PersonMessage) => void;

/** The people, bots, groups and chats that every protocol of this simulator shows a side of. */
export class World {
  /** What people write to each other. */
  readonly correspondence: Correspondence;
  /** What they do with what was written. */
  readonly responses: Responses;
  readonly acquaintances: Acquaintances;
  readonly polls: Polls;
  /** What else happens between people. */
  readonly occurrences = new Occurrences();
  readonly #journal: Journal;
  readonly #closed: AbortSignal;
  readonly #switched: () => void;
  readonly #bots = new Map<string, Bot>();
  readonly #people = new Map<string, Person>();
  readonly #groups = new Map<string, Group>();
  readonly #personMessages = new BoundedMap<string, PersonMessage>(MESSAGES_KEPT);
  readonly #botMessages = new BoundedMap<string, { botId: string; chatId: string }>(MESSAGES_KEPT);
  /** What bots said in groups, by the `msgId` under which the people there see it. */
  readonly #botsWords = new BoundedMap<string, BotMessage>(MESSAGES_KEPT);
  readonly #mail: Mail[] = [];

  /** `switched` is called when a switch of a bot was thrown. */
  constructor(journal: Journal, closed: AbortSignal, switched: () => void = () => undefined) {
    this.#journal = journal;
    this.#closed = closed;
    this.#switched = switched;
    this.correspondence = new Correspondence(journal, closed);
    const { correspondence, occurrences } = this;
    this.responses = new Responses({ correspondence, occurrences, journal });
    this.acquaintances = new Acquaintances({ journal, occurrences });
    this.polls = new Polls(({ act, pollId, by, options }) =>
      journal.add({ kind: "group-vote", act, pollId, byUid: by.uid, options }),
    );
  }

  get bots(): readonly Bot[] {
    return [...this.#bots.values()];
  }
  get people(): readonly Person[] {
    return [...this.#people.values()];
  }
  get groups(): readonly Group[] {
    return [...this.#groups.values()];
  }

  bot(id: string): Bot | undefined {
    return this.#bots.get(id);
  }
  person(id: string): Person | undefined {
    return this.#people.get(id);
  }
  group(id: string): Group | undefined {
    return this.#groups.get(id);
  }
  /** A person by the id that the personal side uses. */
  personByUid(uid: string): Person | undefined {
    return this.people.find((person) => person.uid === uid);
  }
  /** A group by the id that the personal side uses. */
  groupByWebId(webId: string): Group | undefined {
    return this.groups.find((group) => group.webId === webId);
  }

  /** Creates a bot. The name begins with "Bot", as Zalo demands; the token defaults to a new one. */
  addBot(init: { name: string; token?: string | undefined; switches?: SwitchChange | undefined }): Bot {
    if (!init.name.startsWith("Bot")) {
      throw new WorldError(`A bot's name must begin with "Bot", and "${init.name}" does not.`);
    }
    const token = init.token ?? `${newBotId()}:${newTokenSecret()}`;
    const id = /^(\d+):[^/?#\s]+$/.exec(token)?.[1];
    if (id === undefined) throw new WorldError("A bot token has the form <digits>:<secret>.");
    if (this.#bots.has(id)) throw new WorldError(`There is already a bot with the id ${id}.`);
    const switches = withSwitches(BotSwitches.parse({}), init.switches ?? {});
    const closed = this.#closed;
    const bot = new Bot({ id, token, name: init.name, accountName: newAccountName(), switches, closed });
    this.#bots.set(id, bot);
    bot.onSwitch(this.#switched);
    return bot;
  }

  addPerson(init: {
    name: string;
    id?: string | undefined;
    uid?: string | undefined;
    phone?: string | undefined;
  }): Person {
    const id = init.id ?? newPersonId();
    if (!isPersonId(id)) throw new WorldError(`A person's id is 20 lower-case hex characters, not "${id}".`);
    if (this.#people.has(id)) throw new WorldError(`There is already a person with the id ${id}.`);
    const uid = init.uid ?? newUid();
    if (!isUid(uid)) throw new WorldError(`A uid is 18 or 19 digits, not "${uid}".`);
    if (this.personByUid(uid) !== undefined)
      throw new WorldError(`There is already a person with the uid ${uid}.`);
    const person = new Person({ id, name: init.name, uid, phone: init.phone, post: this });
    this.#people.set(id, person);
    return person;
  }

  addGroup(init: {
    name: string;
    members: readonly Person[];
    bots?: readonly Bot[];
    webId?: string | undefined;
  }): Group {
    const { name, members, bots = [], webId = newUid() } = init;
    if (!/^\d+$/.test(webId)) throw new WorldError(`A group's webId is digits, not "${webId}".`);
    if (this.groupByWebId(webId) !== undefined) {
      throw new WorldError(`There is already a group with the webId ${webId}.`);
    }
    const shy = bots.find((bot) => !bot.switches.canJoinGroups);
    if (shy !== undefined)
      throw new WorldError(`${shy.name} cannot join groups: see its switch canJoinGroups.`);
    const group = new Group({
      id: newGroupId(),
      webId,
      name,
      members,
      bots,
      closed: this.#closed,
      changed: (changed, change) => this.#groupChanged(changed, change),
    });
    this.#groups.set(group.id, group);
    return group;
  }

  befriend(one: Person, other: Person): void {
    this.acquaintances.friendships.join(one, other);
  }
  unfriend(one: Person, other: Person): void {
    this.acquaintances.friendships.part(one, other);
  }
  areFriends(one: Person, other: Person): boolean {
    return this.acquaintances.friendships.are(one, other);
  }
  friendsOf(person: Person): readonly Person[] {
    return this.acquaintances.friendships.of(person);
  }

  /** The direct conversation of two people. */
  conversation(one: Person, other: Person): Conversation {
    return this.correspondence.between(one, other);
  }

  /** A person writes to a person or in a group. Returns the `msgId`; everybody has been given it by then. */
  write(person: Person, to: Person | Group, content: PersonalContent, options: WriteOptions): string {
    const conversation = to instanceof Group ? groupConversation(person, to) : this.conversation(person, to);
    const drafted = this.correspondence.draft(person, conversation, content, options);
    return this.say(person, drafted).msgId;
  }

  /** A person's message on its way: to the people in its conversation, and to the bots of a group. */
  say(person: Person, draft: Draft): PersonalMessage {
    const message = this.correspondence.add(draft);
    const group = this.groupByWebId(draft.conversation.id);
    const bot = group?.bots[0];
    if (group === undefined || bot === undefined) return message;
    const content = forBots(draft.content);
    const replyTo = this.#botsWords.get(draft.quote?.msgId ?? "")?.messageId;
    const options = { in: group, ...(replyTo === undefined ? {} : { replyTo }) };
    // A bot's chat holds no empty text, which the personal side allows in some kinds.
    if (content.kind !== "text" || content.text !== "") this.#postToBots(person, bot, content, options);
    return message;
  }

  /** What a bot sent, by the `msgId` that people see it under in a group. */
  botsWords(msgId: string): BotMessage | undefined {
    return this.#botsWords.get(msgId);
  }

  /** Somebody is typing. */
  type(person: Person, to: Person | Group): void {
    const isGroup = to instanceof Group;
    const conversation = isGroup ? groupConversation(person, to) : this.conversation(person, to);
    const toId = isGroup ? to.webId : to.uid;
    this.#journal.add({ kind: "web-typing", fromUid: person.uid, toKind: conversation.kind, toId });
    this.occurrences.tell({ kind: "typing", by: person, conversation });
  }

  /** Where messages to bots go from here. Every protocol adds its own. */
  onMail(mail: Mail): void {
    this.#mail.push(mail);
  }

  /** A person writes. Returns the message id; the bots that may have the message have been given it by then. */
  post(person: Person, bot: Bot, content: Content, options: SayOptions): string {
    const messageId = this.#postToBots(person, bot, content, options);
    const shown = forPeople(content);
    if (options.in === undefined || shown === undefined) return messageId;
    const { conversation, members } = options.in;
    const mentions = options.mention === false ? [] : namedMentions(wordsOf(content), members);
    this.correspondence.add({ from: person, conversation, content: shown, mentions, ttl: 0 });
    return messageId;
  }

  #postToBots(person: Person, bot: Bot, content: Content, options: SayOptions): string {
    const chat = options.in === undefined ? bot.directChat(person) : groupChat(person, bot, options.in);
    const message: PersonMessage = {
      messageId: newMessageId(),
      at: Date.now(),
      from: { id: person.id, name: person.name },
      chat,
      content,
      ...(options.replyTo === undefined ? {} : { replyTo: options.replyTo }),
    };
    const readers = options.in === undefined ? [bot] : this.#reached(options.in, message, options);
    if (options.in === undefined) bot.meet(person.id);
    chat.append({ from: "person", message });
    this.#personMessages.set(message.messageId, message);
    this.#journal.add({
      kind: "person-message",
      botId: bot.id,
      chatId: chat.id,
      personId: person.id,
      messageId: message.messageId,
      content: content.kind,
      text: wordsOf(content),
      toBots: readers.map((reader) => reader.id),
    });
    for (const reader of readers) this.#send(reader, message);
    return message.messageId;
  }

  /** Hands a person's message to the bot once more, under the same message id. */
  redeliver(bot: Bot, messageId: string): void {
    const message = this.#personMessages.get(messageId);
    if (message === undefined) {
      throw new WorldError(`No person wrote a message ${messageId}, or it is too long ago to redeliver.`);
    }
    this.#journal.add({ kind: "redelivered", botId: bot.id, chatId: message.chat.id, messageId });
    this.#send(bot, message);
  }

  /** The chat a bot means by this id: somebody who has written to it, or a group it is in. */
  chatOf(bot: Bot, chatId: string): Chat | undefined {
    const group = this.#groups.get(chatId);
    if (group?.bots.includes(bot)) return group.chat;
    const person = this.#people.get(chatId);
    return person !== undefined && bot.peopleMet.has(chatId) ? bot.directChat(person) : undefined;
  }

  /** Puts a bot's message into a chat. `shown: false` is for what Zalo accepts and nobody ever sees. */
  botSays(chat: Chat, message: Omit<BotMessage, "messageId" | "at">, shown = true): BotMessage {
    const sent: BotMessage = { ...message, messageId: newMessageId(), at: Date.now() };
    this.#botMessages.set(sent.messageId, { botId: message.botId, chatId: chat.id });
    this.#journal.add({
      kind: "bot-message",
      botId: sent.botId,
      chatId: chat.id,
      messageId: sent.messageId,
      content: sent.kind,
      text: sent.text,
      ...(sent.parseMode === undefined ? {} : { parseMode: sent.parseMode }),
      shown,
    });
    if (shown) chat.append({ from: "bot", message: sent });
    if (shown) this.#showPeople(chat, sent);
    return sent;
  }

  /** In a group the platform gives a bot only what mentions it or answers one of its messages. */
  #reached(group: Group, message: PersonMessage, options: SayOptions): readonly Bot[] {
    const words = options.mention === false ? "" : wordsOf(message.content);
    const names = mentionedNames(
      words,
      [...group.bots, ...group.members].map(({ name }) => name),
    );
    const answered = message.replyTo === undefined ? undefined : this.#botMessages.get(message.replyTo);
    return group.bots.filter(
      (bot) => names.has(bot.name) || (answered?.chatId === group.id && answered.botId === bot.id),
    );
  }

  /** What a bot says in a group is seen by the people in it, whichever way they are there. */
  #showPeople(chat: Chat, sent: BotMessage): void {
    const group = this.#groups.get(chat.id);
    const bot = this.#bots.get(sent.botId);
    const content = botsWords(sent);
    if (group === undefined || bot === undefined || content === undefined) return;
    const from = { uid: bot.id, name: bot.name };
    const draft = { from, conversation: group.conversation, content, mentions: [], ttl: 0 };
    this.correspondence.add(draft, ({ msgId }) => this.#botsWords.set(msgId, sent));
  }

  #groupChanged(group: Group, change: GroupChange): void {
    this.#journal.add({
      kind: "group-changed",
      groupId: group.webId,
      act: change.act,
      byUid: change.by.uid,
      uids: change.about.map(({ uid }) => uid),
    });
    this.occurrences.tell({ kind: "group", group, ...change });
  }

  #send(bot: Bot, message: PersonMessage): void {
    for (const mail of this.#mail) mail(bot, message);
  }
}

function groupChat(person: Person, bot: Bot, group: Group): Chat {
  if (!group.members.includes(person)) {
    throw new WorldError(`${person.name} is not a member of the group ${group.name}.`);
  }
  if (!group.bots.includes(bot)) throw new WorldError(`${bot.name} is not in the group ${group.name}.`);
  return group.chat;
}
