import type { Conversation, PersonalMessage } from "./conversation.ts";
import type { Group } from "./group.ts";
import type { Person } from "./person.ts";

/** What happens between people apart from messages, for those who carry it to their devices. */
export type Occurrence =
  | { kind: "typing"; by: Person; conversation: Conversation }
  /** `icon` is empty when the reaction was taken back. */
  | { kind: "reaction"; by: Person; message: PersonalMessage; icon: string; rType: number }
  /** All messages are of one conversation. */
  | { kind: "receipt"; by: Person; as: "delivered" | "seen"; messages: readonly PersonalMessage[] }
  | GroupOccurrence
  | FriendOccurrence;

/** Something changed in a group; `told` are the people who learn of it. */
export interface GroupOccurrence {
  kind: "group";
  act: "join" | "leave" | "remove_member" | "add_admin" | "remove_admin" | "update" | "join_request";
  group: Group;
  by: Person;
  /** Whom it is about. */
  about: readonly Person[];
  told: readonly Person[];
}

/** Something changed between two people. */
export interface FriendOccurrence {
  kind: "friend";
  act: "add" | "remove" | "req_v2" | "undo_req" | "reject" | "block" | "unblock";
  by: Person;
  other: Person;
  /** The words that a request came with. */
  message?: string;
}

/** Where occurrences go: everybody who listens hears each of them, at once and in order. */
export class Occurrences {
  readonly #listeners: ((occurrence: Occurrence) => void)[] = [];

  on(listener: (occurrence: Occurrence) => void): void {
    this.#listeners.push(listener);
  }

  tell(occurrence: Occurrence): void {
    for (const listener of this.#listeners) listener(occurrence);
  }
}
