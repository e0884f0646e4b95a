import { z } from "zod";
import type { Held } from "../personal/held.ts";
import { withWebSwitches } from "../personal/switches.ts";
import { type ControlParts, find, found, type Route } from "./route.ts";

const ACTIONS = ["rotate-cookies", "expire-session", "cut", "silence"] as const;

const SignIn = z.strictObject({ userAgent: z.string().optional() });
const Close = z.strictObject({ code: z.int().min(1000).max(4999) });
const Raw = z.strictObject({ base64: z.base64() });
const Event = z.strictObject({
  cmd: z.int().min(0).max(0xffff),
  subCmd: z.int().min(0).max(0xff).default(0),
  data: z.unknown(),
  encrypt: z.literal([0, 1, 2, 3]).optional(),
});
const Upgrades = z.strictObject({
  hang: z.int().min(0).optional(),
  refuse: z.int().min(0).optional(),
  status: z.int().min(400).max(599).default(503),
});
const Release = z.strictObject({
  order: z.enum(["kept", "reversed"]).default("kept"),
  perFrame: z.int().min(1).default(1),
  copies: z.int().min(1).default(1),
});

/** What can happen to the sessions and sockets of personal accounts. */
export function personalRoutes({ world, personal }: ControlParts): readonly Route[] {
  const { person } = find(world);
  const holds = new Map<string, Held>();
  const hold = (id: string | undefined) => {
    const held = found(holds.get(id ?? ""), "hold", id);
    holds.delete(id ?? "");
    return held;
  };
  let lastHold = 0;

  return [
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/sign-in$/,
      run: ({ ids, body }) => personal.signIn(person(ids[0]), SignIn.parse(body)),
    },
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/log-in-elsewhere$/,
      run: ({ ids }) => personal.logInElsewhere(person(ids[0])),
    },
    {
      verb: "GET",
      path: /^\/control\/people\/([0-9a-f]+)\/web$/,
      run: ({ ids }) => ({
        sockets: personal.sockets(person(ids[0])),
        switches: personal.switches(person(ids[0])),
      }),
    },
    {
      verb: "PATCH",
      path: /^\/control\/people\/([0-9a-f]+)\/web\/switches$/,
      run: ({ ids, body }) => {
        const switches = personal.switches(person(ids[0]));
        const change = z.record(z.string(), z.unknown()).parse(body);
        withWebSwitches(switches, change); // All of them are right before the first one changes.
        return Object.assign(switches, change);
      },
    },
    {
      verb: "POST",
      path: new RegExp(`^/control/people/([0-9a-f]+)/web/(${ACTIONS.join("|")})$`),
      run: ({ ids }) => {
        const account = person(ids[0]);
        const actions: Record<(typeof ACTIONS)[number], () => void> = {
          "rotate-cookies": () => personal.rotateCookies(account),
          "expire-session": () => personal.expireSession(account),
          cut: () => personal.cut(account),
          silence: () => personal.silence(account),
        };
        actions[z.enum(ACTIONS).parse(ids[1])]();
        return {};
      },
    },
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/web\/close$/,
      run: ({ ids, body }) => {
        personal.close(person(ids[0]), Close.parse(body).code);
        return {};
      },
    },
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/web\/raw$/,
      run: ({ ids, body }) => {
        personal.sendRaw(person(ids[0]), Buffer.from(Raw.parse(body).base64, "base64"));
        return {};
      },
    },
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/web\/event$/,
      run: ({ ids, body }) => {
        personal.sendEvent(person(ids[0]), Event.parse(body));
        return {};
      },
    },
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/web\/redeliver$/,
      run: ({ ids, body }) => {
        personal.redeliver(person(ids[0]), z.strictObject({ msgId: z.string() }).parse(body).msgId);
        return {};
      },
    },
    {
      verb: "POST",
      path: /^\/control\/people\/([0-9a-f]+)\/web\/holds$/,
      run: ({ ids }) => {
        lastHold += 1;
        holds.set(String(lastHold), personal.holdLive(person(ids[0])));
        return { id: String(lastHold) };
      },
    },
    {
      verb: "POST",
      path: /^\/control\/holds\/(\d+)\/release$/,
      run: ({ ids, body }) => {
        const how = Release.parse(body);
        const held = hold(ids[0]);
        held.release(how);
        return { messages: held.messages.length };
      },
    },
    {
      verb: "DELETE",
      path: /^\/control\/holds\/(\d+)$/,
      run: ({ ids }) => {
        const held = hold(ids[0]);
        held.drop();
        return { messages: held.messages.length };
      },
    },
    {
      verb: "POST",
      path: /^\/control\/reachable$/,
      run: ({ body }) => {
        personal.reachable = z.strictObject({ reachable: z.boolean() }).parse(body).reachable;
        return {};
      },
    },
    {
      verb: "POST",
      path: /^\/control\/upgrades$/,
      run: ({ body }) => {
        const { hang, refuse, status } = Upgrades.parse(body);
        if (hang !== undefined) personal.hangUpgrades(hang);
        if (refuse !== undefined) personal.refuseUpgrades(refuse, status);
        return {};
      },
    },
  ];
}
