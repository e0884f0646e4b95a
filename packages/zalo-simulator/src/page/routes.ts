import { z } from "zod";
import { type ControlParts, find, NotThere, type Route } from "../control/route.ts";
import { qrPng } from "../personal/qr/picture.ts";
import type { Bot } from "../world/bot.ts";
import type { Person } from "../world/person.ts";
import type { Desk, PageQrCode } from "./desk.ts";
import { type DeskParts, deskView } from "./desk-view.ts";
import { LinesQuery, readLines, type Shelf } from "./lines.ts";
import type { PageWorld } from "./people.ts";
import { defined } from "./personal-line.ts";
import { type Place, shelfOf, threadsOf, unseen, webState } from "./threads.ts";
import { Viewer } from "./viewer.ts";

/** Messages that one look marks as seen; older ones were missed. */
const SEEN_AT_ONCE = 500;

const Approval = z.strictObject({
  channel: z.string().min(1),
  code: z.string().regex(/^[\w-]{1,64}$/),
  account: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
});
const Account = z.strictObject({ channel: z.string().min(1), account: z.string().min(1) });

/** What the page reads, and what it does that the control API has no way for. */
export function pageRoutes(parts: ControlParts & DeskParts): readonly Route[] {
  const { world, personal, desk } = parts;
  const { person, bot, group } = find(world);
  const looked = new Map<Person, Map<Bot, string>>();
  const lookedAt = (reader: Person, by: Bot) => looked.get(reader)?.get(by);

  const placeOf = (reader: Person, kind: string | undefined, id: string | undefined): Place => {
    switch (kind) {
      case "bot":
        return { kind, bot: bot(id) };
      case "person": {
        const other = person(id);
        return { kind, person: other, conversation: world.conversation(reader, other) };
      }
      default: {
        const inside = group(id);
        if (!inside.members.includes(reader)) throw new NotThere(`${reader.name} is not in ${inside.name}.`);
        return { kind: "group", group: inside };
      }
    }
  };
  const look = (reader: Person, place: Place): void => {
    if (place.kind === "bot") {
      const last = place.bot.directChat(reader).lines.at(-1)?.message.messageId;
      if (last === undefined) return;
      looked.set(reader, (looked.get(reader) ?? new Map<Bot, string>()).set(place.bot, last));
      return;
    }
    const conversation = place.kind === "group" ? place.group.conversation : place.conversation;
    const msgIds = unseen(new Viewer(reader, parts), conversation, SEEN_AT_ONCE).map(({ msgId }) => msgId);
    if (msgIds.length > 0) reader.sees(...msgIds.toReversed());
  };

  return [
    {
      verb: "GET",
      path: /^\/page\/people$/,
      run: (): PageWorld => ({
        people: world.people.map((one) => ({
          id: one.id,
          uid: one.uid,
          name: one.name,
          ...defined({ phone: one.phone }),
          web: webState(personal, one),
        })),
        bots: world.bots.map(({ id, name }) => ({ id, name })),
        groups: world.groups.map(({ id, webId, name }) => ({ id, webId, name })),
      }),
    },
    {
      verb: "GET",
      path: /^\/page\/people\/([0-9a-f]+)\/threads$/,
      run: ({ ids }) => threadsOf(new Viewer(person(ids[0]), parts), personal, lookedAt),
    },
    {
      verb: "GET",
      path: /^\/page\/people\/([0-9a-f]+)\/threads\/(bot|person|group):([\w-]+)\/lines$/,
      run: ({ ids: [id, kind, other], query }) => {
        const reader = person(id);
        const wanted = LinesQuery.parse(Object.fromEntries(query));
        const shelf = shelfOf(new Viewer(reader, parts), placeOf(reader, kind, other));
        // Both kinds are read alike; the compiler cannot see that a shelf fits itself.
        return readLines(shelf as Shelf<unknown>, wanted);
      },
    },
    {
      verb: "POST",
      path: /^\/page\/people\/([0-9a-f]+)\/threads\/(bot|person|group):([\w-]+)\/seen$/,
      run: ({ ids: [id, kind, other] }) => {
        const reader = person(id);
        look(reader, placeOf(reader, kind, other));
        return {};
      },
    },
    {
      verb: "GET",
      path: /^\/page\/qr-codes$/,
      run: (): readonly PageQrCode[] =>
        personal.qrCodes.map(({ code, state, expiresAt, person: by }) => ({
          code,
          state: state === "scanned" ? state : "pending",
          expiresAt,
          ...defined({ person: by?.id }),
          picture: `data:image/png;base64,${qrPng(code).toString("base64")}`,
        })),
    },
    { verb: "GET", path: /^\/page\/desk$/, run: () => deskView(parts) },
    {
      verb: "POST",
      path: /^\/page\/desk\/approve$/,
      run: ({ body }) => {
        const { channel, code, account } = Approval.parse(body);
        return able(desk?.approve.bind(desk))(channel, code, ...(account === undefined ? [] : [account]));
      },
    },
    {
      verb: "POST",
      path: /^\/page\/desk\/log-(in|out)$/,
      run: ({ ids, body }) => {
        const { channel, account } = Account.parse(body);
        const act: Desk["logIn"] = ids[0] === "in" ? desk?.logIn?.bind(desk) : desk?.logOut?.bind(desk);
        return able(act)(channel, account);
      },
    },
  ];
}

/** What the operator's side can do; 404 when there is none, or it cannot. */
function able<T>(act: T | undefined): T {
  if (act === undefined)
    throw new NotThere("Nobody runs a gateway next to this simulator who could do that.");
  return act;
}
