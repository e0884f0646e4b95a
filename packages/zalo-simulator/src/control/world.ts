import { z } from "zod";
import { withSwitches } from "../bot-api/switches.ts";
import type { Bot } from "../world/bot.ts";
import type { Chat } from "../world/chat.ts";
import { Content } from "../world/content.ts";
import type { Group } from "../world/group.ts";
import type { Person, SayOptions } from "../world/person.ts";
import { type ControlParts, find, found, type Route } from "./route.ts";

const NewBot = z.strictObject({
  name: z.string(),
  token: z.string().optional(),
  switches: z.record(z.string(), z.unknown()).default({}),
});
const NewPerson = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  uid: z.string().optional(),
  phone: z.string().optional(),
});
const NewGroup = z.strictObject({
  name: z.string(),
  members: z.array(z.string()),
  bots: z.array(z.string()).default([]),
  webId: z.string().optional(),
});
const Addressed = z.strictObject({
  bot: z.string(),
  /** A group's id; the direct chat without it. */
  in: z.string().optional(),
  replyTo: z.string().optional(),
  mention: z.boolean().optional(),
});
const NewMessage = Addressed.extend({ content: Content });
const NewAlbum = Addressed.extend({
  urls: z.array(z.string().min(1)).min(1),
  caption: z.string().optional(),
});

/** Creating bots, people and groups, writing as a person, and reading chats. */
export function worldRoutes({ world }: ControlParts): readonly Route[] {
  const { bot, person, group } = find(world);
  const where = (said: z.infer<typeof Addressed>): SayOptions => ({
    ...(said.in === undefined ? {} : { in: group(said.in) }),
    ...(said.replyTo === undefined ? {} : { replyTo: said.replyTo }),
    ...(said.mention === undefined ? {} : { mention: said.mention }),
  });

  return [
    {
      verb: "POST",
      path: /^\/control\/bots$/,
      run: ({ body }) => {
        const { switches, ...init } = NewBot.parse(body);
        const added = world.addBot({ ...init, switches });
        return { ...showBot(added), token: added.token };
      },
    },
    { verb: "GET", path: /^\/control\/bots$/, run: () => world.bots.map(showBot) },
    {
      verb: "PATCH",
      path: /^\/control\/bots\/(\d+)\/switches$/,
      run: ({ ids, body }) => {
        const { switches } = bot(ids[0]);
        const change = z.record(z.string(), z.unknown()).parse(body);
        withSwitches(switches, change); // All of them are right before the first one changes.
        return Object.assign(switches, change);
      },
    },
    {
      verb: "POST",
      path: /^\/control\/bots\/(\d+)\/redeliver$/,
      run: ({ ids, body }) => {
        world.redeliver(bot(ids[0]), z.strictObject({ messageId: z.string() }).parse(body).messageId);
        return {};
      },
    },
    {
      verb: "GET",
      path: /^\/control\/bots\/(\d+)\/chats\/([\w-]+)$/,
      run: ({ ids }) => showChat(found(world.chatOf(bot(ids[0]), ids[1] ?? ""), "chat", ids[1])),
    },
    {
      verb: "POST",
      path: /^\/control\/people$/,
      run: ({ body }) => showPerson(world.addPerson(NewPerson.parse(body))),
    },
    { verb: "GET", path: /^\/control\/people$/, run: () => world.people.map(showPerson) },
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/messages$/,
      run: ({ ids, body }) => {
        const said = NewMessage.parse(body);
        return { messageId: person(ids[0]).sends(bot(said.bot), said.content, where(said)) };
      },
    },
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/albums$/,
      run: ({ ids, body }) => {
        const { caption, ...album } = NewAlbum.parse(body);
        const options = { ...where(album), ...(caption === undefined ? {} : { caption }) };
        return { messageIds: person(ids[0]).sendsAlbum(bot(album.bot), album.urls, options) };
      },
    },
    {
      verb: "POST",
      path: /^\/control\/groups$/,
      run: ({ body }) => {
        const { members, bots, ...init } = NewGroup.parse(body);
        return showGroup(world.addGroup({ ...init, members: members.map(person), bots: bots.map(bot) }));
      },
    },
    { verb: "GET", path: /^\/control\/groups$/, run: () => world.groups.map(showGroup) },
  ];
}

/** A bot without its token, which only its creation tells. */
const showBot = ({ id, name, accountName, switches }: Bot) => ({ id, name, accountName, switches });
const showPerson = ({ id, name, uid, phone }: Person) => ({ id, name, uid, phone });
const showGroup = ({ id, webId, name, members, bots, creator, admins }: Group) => ({
  id,
  webId,
  name,
  members: members.map((member) => member.id),
  creator: creator?.id,
  admins: admins.map((admin) => admin.id),
  bots: bots.map((bot) => bot.id),
});

const showChat = ({ id, kind, lines }: Chat) => ({
  id,
  kind,
  lines: lines.map((line) => {
    if (line.from === "bot") return line;
    const { chat: _chat, ...message } = line.message;
    return { from: line.from, message };
  }),
});
