import { z } from "zod";
import { type ControlParts, find, type Route } from "./route.ts";

const ACTS = ["join", "ask-to-join", "leave", "remove", "promote", "demote"] as const;

const Change = z.strictObject({
  /** Whom it is about. */
  person: z.string(),
  /** Who does it; the person, where that can be. */
  by: z.string().optional(),
});
const Rename = z.strictObject({ name: z.string().min(1), by: z.string() });

/** Who comes, goes and rules in a group, and what it is called. */
export function groupChangeRoutes({ world }: ControlParts): readonly Route[] {
  const { person, group } = find(world);
  return [
    {
      verb: "POST",
      path: new RegExp(`^/control/groups/([\\w-]+)/(${ACTS.join("|")})$`),
      run: ({ ids, body }) => {
        const changed = group(ids[0]);
        const { person: id, by: byId } = Change.parse(body);
        const about = person(id);
        const by = byId === undefined ? about : person(byId);
        const acts: Record<(typeof ACTS)[number], () => void> = {
          join: () => changed.join(about, by),
          "ask-to-join": () => changed.askToJoin(about),
          leave: () => changed.leave(about),
          remove: () => changed.remove(about, by),
          promote: () => changed.promote(about, by),
          demote: () => changed.demote(about, by),
        };
        acts[z.enum(ACTS).parse(ids[1])]();
        return {};
      },
    },
    {
      verb: "POST",
      path: /^\/control\/groups\/([\w-]+)\/rename$/,
      run: ({ ids, body }) => {
        const { name, by } = Rename.parse(body);
        group(ids[0]).rename(name, person(by));
        return {};
      },
    },
  ];
}
