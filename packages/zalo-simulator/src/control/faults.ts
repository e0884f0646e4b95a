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
  /** How long it is at work, in milliseconds. */
  forMs: z.int().min(1).optional(),
  fault: Fault,
});

/** Adding, watching and removing faults. */
export function faultRoutes({ world, faults }: ControlParts): readonly Route[] {
  const handles = new Map<string, FaultHandle>();
  return [
    {
      verb: "POST",
      path: /^\/control\/faults$/,
      run: ({ body }) => {
        const { bot, person, times, ...rule } = NewFault.parse(body);
        const handle = faults.add({
          ...rule,
          bot: bot === undefined ? undefined : find(world).bot(bot),
          person: person === undefined ? undefined : find(world).person(person),
          times: times === "always" ? Number.POSITIVE_INFINITY : times,
        });
        handles.set(String(handle.id), handle);
        return { id: String(handle.id) };
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
        const id = ids[0] ?? "";
        // One that this API did not add can be seen at work, and so can be ended.
        const other = faults.active.find((fault) => String(fault.id) === id);
        const { hits } = found(handles.get(id) ?? other, "fault", id);
        faults.remove(Number(id));
        handles.delete(id);
        return { hits };
      },
    },
  ];
}
