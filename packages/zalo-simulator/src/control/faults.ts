import { z } from "zod";
import { Fault } from "../faults/fault.ts";
import type { FaultHandle } from "../faults/fault-book.ts";
import { type ControlParts, find, found, type Route } from "./route.ts";

const NewFault = z.strictObject({
  method: z.string().min(1),
  /** A bot's id. */
  bot: z.string().optional(),
  /** A person's id, for calls of the personal protocol. */
  person: z.string().optional(),
  chat: z.string().optional(),
  times: z.union([z.int().min(1), z.literal("always")]).default(1),
  after: z.int().min(0).default(0),
  fault: Fault,
});

/** Adding, watching and removing faults. */
export function faultRoutes({ world, faults }: ControlParts): readonly Route[] {
  const handles = new Map<string, FaultHandle>();
  let lastId = 0;
  return [
    {
      verb: "POST",
      path: /^\/control\/faults$/,
      run: ({ body }) => {
        const { bot, person, times, ...rule } = NewFault.parse(body);
        lastId += 1;
        const handle = faults.add({
          ...rule,
          bot: bot === undefined ? undefined : find(world).bot(bot),
          person: person === undefined ? undefined : find(world).person(person),
          times: times === "always" ? Number.POSITIVE_INFINITY : times,
        });
        handles.set(String(lastId), handle);
        return { id: String(lastId) };
      },
    },
    {
      verb: "GET",
      path: /^\/control\/faults$/,
      run: () => [...handles].map(([id, { hits }]) => ({ id, hits })),
    },
    {
      verb: "DELETE",
      path: /^\/control\/faults\/(\d+)$/,
      run: ({ ids }) => {
        const handle = found(handles.get(ids[0] ?? ""), "fault", ids[0]);
        handle.remove();
        handles.delete(ids[0] ?? "");
        return { hits: handle.hits };
      },
    },
  ];
}
