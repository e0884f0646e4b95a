import { z } from "zod";
import type { Conversation, PersonalMessage } from "../world/conversation.ts";
import { PersonalContent } from "../world/personal-content.ts";
import type { Poll } from "../world/polls.ts";
import { type ControlParts, find, found, type Route } from "./route.ts";

const Written = z.strictObject({
  /** A person's id, or a group's as `in`. */
  to: z.string().optional(),
  in: z.string().optional(),
  content: PersonalContent,
  quote: z.string().optional(),
  /** People's ids, or `all`. */
  mentions: z.array(z.string()).default([]),
  ttl: z.int().min(0).optional(),
});
const Pair = z.strictObject({ one: z.string(), other: z.string() });

/** What people are to each other and write to each other. */
export function peopleRoutes({ world }: ControlParts): readonly Route[] {
  const { person, group } = find(world);
  return [
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/writes$/,
      run: ({ ids, body }) => {
        const { to, in: inGroup, content, mentions, ...options } = Written.parse(body);
        const receiver = inGroup === undefined ? person(to) : group(inGroup);
        const picked = mentions.map((id) => (id === "all" ? id : person(id)));
        return { msgId: world.write(person(ids[0]), receiver, content, { ...options, mentions: picked }) };
      },
    },
    {
      verb: "GET",
      path: /^\/control\/people\/([0-9a-f]+)\/conversations\/([0-9a-f]+)$/,
      run: ({ ids }) => showConversation(world.conversation(person(ids[0]), person(ids[1]))),
    },
    {
      verb: "GET",
      path: /^\/control\/groups\/([\w-]+)\/conversation$/,
      run: ({ ids }) => showConversation(group(ids[0]).conversation),
    },
    {
      verb: "GET",
      path: /^\/control\/polls\/(\d+)$/,
      run: ({ ids }) => showPoll(found(world.polls.get(Number(ids[0])), "poll", ids[0])),
    },
    {
      verb: "POST",
      path: /^\/control\/friendships$/,
      run: ({ body }) => {
        const { one, other } = Pair.parse(body);
        world.befriend(person(one), person(other));
        return {};
      },
    },
    {
      verb: "DELETE",
      path: /^\/control\/friendships$/,
      run: ({ body }) => {
        const { one, other } = Pair.parse(body);
        world.unfriend(person(one), person(other));
        return {};
      },
    },
    {
      verb: "GET",
      path: /^\/control\/people\/([0-9a-f]+)\/friends$/,
      run: ({ ids }) => world.friendsOf(person(ids[0])).map(({ id }) => id),
    },
  ];
}

const showConversation = ({ kind, id, lines }: Conversation) => ({ kind, id, lines: lines.map(showLine) });

const showLine = ({ conversation: _conversation, ...line }: PersonalMessage) => line;

const showPoll = ({ group, creator, votes, ...poll }: Poll) => ({
  ...poll,
  group: group.id,
  creator: creator.id,
  votes: [...votes].map(([{ id }, options]) => ({ person: id, options })),
});
