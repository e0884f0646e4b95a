import { BoundedList } from "../world/bounded.ts";
import type { Author } from "../world/conversation.ts";
import type { Occurrence } from "../world/occurrence.ts";
import type { Person } from "../world/person.ts";
import type { World } from "../world/world.ts";
import { friendEvent, groupEvent } from "./events/controls.ts";
import { reactionEvent, type SentReaction } from "./events/reactions.ts";
import { receiptsEvent } from "./events/receipts.ts";
import { typingEvent } from "./events/typing.ts";
import type { SocketEvent } from "./socket/event.ts";
import type { SocketHub } from "./socket/socket-hub.ts";
import type { WebSwitches } from "./switches.ts";

/** Reactions that accounts can still ask for. */
const REACTIONS_KEPT = 5000;

export interface HeraldParts {
  world: World;
  sockets: SocketHub;
  switchesOf(person: Person): WebSwitches;
}

/** Tells the sockets of the people concerned what happens apart from messages. Who is not there misses it. */
export class Herald {
  readonly #parts: HeraldParts;
  readonly #reactions = new BoundedList<SentReaction>(REACTIONS_KEPT);

  constructor(parts: HeraldParts) {
    this.#parts = parts;
    parts.world.occurrences.on((occurrence) => this.#tell(occurrence));
  }

  /** The reactions in this person's conversations of one kind, oldest first. */
  oldReactions(person: Person, kind: "direct" | "group"): readonly SentReaction[] {
    return this.#reactions.items.filter(
      ({ message: { conversation } }) =>
        conversation.kind === kind && conversation.members.some(({ uid }) => uid === person.uid),
    );
  }

  #tell(occurrence: Occurrence): void {
    switch (occurrence.kind) {
      case "typing": {
        const { by, conversation } = occurrence;
        this.#spread(others(conversation.members, by), () => typingEvent(by, conversation));
        return;
      }
      case "receipt": {
        const { by, as, messages } = occurrence;
        const members = messages[0]?.conversation.members ?? [];
        this.#spread(others(members, by), () => receiptsEvent(by, as, messages));
        return;
      }
      case "reaction": {
        const { kind: _kind, ...said } = occurrence;
        const actionId = this.#parts.world.correspondence.nextNumber();
        const reaction: SentReaction = { ...said, actionId, at: Date.now() };
        this.#reactions.push(reaction);
        this.#spread(this.#echoed(said.message.conversation.members, said.by), (viewer, switches) =>
          reactionEvent(reaction, viewer, switches),
        );
        return;
      }
      case "group":
        this.#spread(this.#echoed(occurrence.told, occurrence.by), () => groupEvent(occurrence));
        return;
      case "friend": {
        const { act, by, other } = occurrence;
        // Nobody learns that they were blocked.
        const told = act === "block" || act === "unblock" ? [by] : [by, other];
        this.#spread(this.#echoed(told, by), (viewer) => friendEvent(occurrence, viewer));
        return;
      }
      default:
        occurrence satisfies never;
    }
  }

  /** Those whom their own deeds come back to, if `by` is one. */
  #echoed<T extends Author>(people: readonly T[], by: Person): readonly T[] {
    return this.#parts.switchesOf(by).selfEcho ? people : others(people, by);
  }

  #spread(people: readonly Author[], event: (viewer: Person, switches: WebSwitches) => SocketEvent): void {
    const { world, sockets, switchesOf } = this.#parts;
    for (const { uid } of people) {
      const viewer = world.personByUid(uid);
      if (viewer !== undefined) sockets.tell(viewer, event(viewer, switchesOf(viewer)));
    }
  }
}

const others = <T extends Author>(people: readonly T[], by: Person): readonly T[] =>
  people.filter(({ uid }) => uid !== by.uid);
