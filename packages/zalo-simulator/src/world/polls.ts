import { randomInt } from "node:crypto";
import type { Group } from "./group.ts";
import type { Person } from "./person.ts";
import { WorldError } from "./world-error.ts";

/** What a poll is made of. */
export interface PollInit {
  group: Group;
  creator: Person;
  question: string;
  options: readonly string[];
  allowsSeveral: boolean;
  allowsNewOptions: boolean;
  hidesVotes: boolean;
  isAnonymous: boolean;
  /** Milliseconds since the epoch; 0 for never. */
  endsAt: number;
}

export interface Poll extends PollInit {
  readonly id: number;
  readonly createdAt: number;
  closed: boolean;
  /** What each voter chose, as positions among the options counted from 1. */
  readonly votes: ReadonlyMap<Person, readonly number[]>;
}

/** What somebody did with a poll; `options` counted from 1. */
export interface PollChange {
  readonly act: "voted" | "closed";
  readonly pollId: number;
  readonly by: Person;
  readonly options: readonly number[];
}

/** The polls in the groups of this world. */
export class Polls {
  readonly #changed: (change: PollChange) => void;
  readonly #polls = new Map<number, Poll & { votes: Map<Person, readonly number[]> }>();
  #lastId = 100_000_000 + randomInt(1_000_000);

  constructor(changed: (change: PollChange) => void) {
    this.#changed = changed;
  }

  create(init: PollInit): Poll {
    this.#lastId += 1;
    const poll = { ...init, id: this.#lastId, createdAt: Date.now(), closed: false, votes: new Map() };
    this.#polls.set(poll.id, poll);
    return poll;
  }

  get(id: number): Poll | undefined {
    return this.#polls.get(id);
  }

  /** Whether nobody can vote any more. */
  isOver({ closed, endsAt }: Poll): boolean {
    return closed || (endsAt !== 0 && endsAt <= Date.now());
  }

  /** Chooses options by their positions, counted from 1, in place of earlier ones; none takes the vote back. */
  vote(person: Person, id: number, options: readonly number[]): Poll {
    const poll = this.#polls.get(id);
    if (poll === undefined || !poll.group.members.includes(person)) {
      throw new WorldError(`There is no poll ${id} that ${person.name} can see.`);
    }
    if (this.isOver(poll)) {
      throw new WorldError(`The poll ${id} is closed.`);
    }
    const isThere = options.every((option) => poll.options[option - 1] !== undefined);
    if (!isThere || (options.length > 1 && !poll.allowsSeveral)) {
      throw new WorldError(`That cannot be chosen in the poll ${id}.`);
    }
    const chosen = [...new Set(options)];
    poll.votes.set(person, chosen);
    this.#changed({ act: "voted", pollId: id, by: person, options: chosen });
    return poll;
  }

  /** Ends it for everybody. */
  close(person: Person, id: number): Poll {
    const poll = this.#polls.get(id);
    if (poll === undefined || poll.creator !== person) {
      throw new WorldError(`There is no poll ${id} of ${person.name}'s.`);
    }
    poll.closed = true;
    this.#changed({ act: "closed", pollId: id, by: person, options: [] });
    return poll;
  }
}
