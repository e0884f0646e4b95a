import type { Conversation, PersonalMessage } from "../world/conversation.ts";
import type { Group } from "../world/group.ts";
import type { Person } from "../world/person.ts";
import type { World } from "../world/world.ts";
import { invalidParams, Refused, type WebCall } from "./web-call.ts";

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

/** The conversation that a call's message goes to; refuses people who do not take it. */
export function directOf(call: Caller, uid: string): Conversation {
  const { owner, parts } = call;
  const { world } = parts;
  const person = personOf(world, uid);
  const conversation = world.conversation(owner, person);
  if (person === owner) return conversation;
  const areFriends = world.areFriends(owner, person);
  const isClosed = parts.switchesOf(person).messagesFrom === "friends" && !areFriends;
  if (isClosed || world.acquaintances.hasBlocked(person, owner)) {
    throw new Refused(123, "Không thể nhận tin nhắn từ bạn");
  }
  const isStranger = !areFriends && conversation.from(person).length === 0;
  if (isStranger && parts.switchesOf(owner).strangers === "refused") throw invalidParams();
  return conversation;
}

/** A message of this conversation that has not been taken back; refuses any other. */
export function messageIn({ parts }: Caller, conversation: Conversation, msgId: string): PersonalMessage {
  const message = parts.world.correspondence.message(msgId);
  if (message === undefined || message.conversation !== conversation || message.recalled) {
    throw invalidParams();
  }
  return message;
}
