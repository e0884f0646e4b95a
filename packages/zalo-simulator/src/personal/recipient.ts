import type { Conversation } from "../world/conversation.ts";
import type { Group } from "../world/group.ts";
import type { Person } from "../world/person.ts";
import type { World } from "../world/world.ts";
import { invalidParams, type WebCall } from "./web-call.ts";

type Caller = Pick<WebCall<unknown>, "owner" | "parts">;

/** The person with this uid; refuses one that is none. */
export function personOf(world: World, uid: string): Person {
  const person = world.personByUid(uid);
  if (person === undefined) throw invalidParams();
  return person;
}

/** The group with this id, if the caller is in it; refuses any other. */
export function groupOf({ owner, parts }: Caller, webId: string): Group {
  const group = parts.world.groupByWebId(webId);
  if (group === undefined || !group.members.includes(owner)) throw invalidParams();
  return group;
}

/** Where a call's message goes: `toid` names a person, `grid` a group. */
export const directOf = (call: Caller, uid: string): Conversation =>
  call.parts.world.conversation(call.owner, personOf(call.parts.world, uid));
