import type { Calls } from "./calls.ts";
import type { Library } from "./library.ts";
import { isObject, listIn, textOf } from "./plain-json.ts";
import type { GroupProfile, JsonObject, Profile } from "./port.ts";

/** Whom the account knows: everything that is asked and changes nothing. */
export class Questions {
  readonly #library: Library;
  readonly #calls: Calls;
  readonly #ms: number;

  constructor(library: Library, calls: Calls, ms: number) {
    this.#library = library;
    this.#calls = calls;
    this.#ms = ms;
  }

  async ownProfile(signal: AbortSignal): Promise<Profile> {
    const answer = await this.#ask("the own profile", signal, () => this.#library.fetchAccountInfo());
    const profile = isObject(answer) && isObject(answer["profile"]) ? answer["profile"] : {};
    const { uid } = this.#library.getContext();
    return { id: uid, name: nameOf(profile), isFriend: false };
  }

  async friends(signal: AbortSignal): Promise<readonly Profile[]> {
    const answer = await this.#ask("the list of friends", signal, async () => {
      const friends = await this.#library.getAllFriends();
      // Nobody is a friend of an account that nothing is known about: names would stand for nobody.
      if (!Array.isArray(friends)) throw new Error("no list");
      return friends;
    });
    const aliases = await this.#aliases(signal);
    return rowsOf(answer).flatMap((row) => {
      const id = textOf(row["userId"]);
      if (id === undefined) return [];
      const alias = aliases.get(id);
      return [{ id, name: nameOf(row), ...(alias === undefined ? {} : { alias }), isFriend: true }];
    });
  }

  async groups(signal: AbortSignal): Promise<readonly GroupProfile[]> {
    const versions = await this.#ask("the list of groups", signal, async () => {
      const answer = await this.#library.getAllGroups();
      if (!isObject(answer) || !isObject(answer["gridVerMap"])) throw new Error("no map");
      return answer["gridVerMap"];
    });
    const found: GroupProfile[] = [];
    for (const ids of pages(Object.keys(versions))) {
      const infos = await this.#groupInfos(ids, signal);
      for (const id of ids) {
        const info = infos[id];
        if (!isObject(info)) continue;
        const members = Number(info["totalMember"] ?? listIn(info, "memVerList").length);
        found.push({
          id,
          name: textOf(info["name"]) ?? "",
          memberCount: Number.isFinite(members) ? members : 0,
        });
      }
    }
    return found;
  }

  async groupMembers(groupId: string, signal: AbortSignal): Promise<readonly Profile[]> {
    const info = (await this.#groupInfos([groupId], signal))[groupId];
    if (!isObject(info)) return [];
    // Written as `<id>_<version>`.
    const ids = listIn(info, "memVerList").flatMap((one) => textOf(one)?.split("_")[0] ?? []);
    const friends = new Set((await this.friends(signal)).map(({ id }) => id));
    const found: Profile[] = [];
    for (const page of pages(ids)) {
      const answer = await this.#ask("the members of a group", signal, () =>
        this.#library.getGroupMembersInfo(page),
      );
      const profiles = byId(isObject(answer) ? answer["profiles"] : undefined);
      for (const id of page) {
        const profile = profiles.get(id);
        if (profile !== undefined) found.push({ id, name: nameOf(profile), isFriend: friends.has(id) });
      }
    }
    return found;
  }

  async profiles(userIds: readonly string[], signal: AbortSignal): Promise<readonly Profile[]> {
    const found: Profile[] = [];
    for (const page of pages(userIds)) {
      const answer = await this.#ask("the profiles of people", signal, () => this.#library.getUserInfo(page));
      const changed = byId(isObject(answer) ? answer["changed_profiles"] : undefined);
      for (const id of page) {
        const profile = changed.get(id);
        if (profile === undefined) continue;
        found.push({ id, name: nameOf(profile), isFriend: Number(profile["isFr"]) === 1 });
      }
    }
    return found;
  }

  async #groupInfos(ids: readonly string[], signal: AbortSignal): Promise<JsonObject> {
    const answer = await this.#ask("the names of groups", signal, () => this.#library.getGroupInfo([...ids]));
    return isObject(answer) && isObject(answer["gridInfoMap"]) ? answer["gridInfoMap"] : {};
  }

  /** The names that the owner gave to friends. Without them a friend still has a name, so their loss is borne. */
  async #aliases(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (let page = 1; page <= MAX_ALIAS_PAGES; page += 1) {
      const answer = await this.#ask("the names given to friends", signal, () =>
        this.#library.getAliasList(ALIASES_PER_PAGE, page),
      ).catch(() => undefined);
      signal.throwIfAborted();
      const items = isObject(answer) ? listIn(answer, "items") : [];
      for (const item of items) {
        const id = isObject(item) ? textOf(item["userId"]) : undefined;
        const alias = isObject(item) ? textOf(item["alias"]) : undefined;
        if (id !== undefined && alias !== undefined && alias !== "") found.set(id, alias);
      }
      if (items.length < ALIASES_PER_PAGE) break;
    }
    return found;
  }

  #ask<Answer>(what: string, signal: AbortSignal, work: () => Promise<Answer>): Promise<Answer> {
    return this.#calls.ask(`asking for ${what}`, { signal, ms: this.#ms }, work);
  }
}

/** How many ids go into one question. */
const PER_QUESTION = 50;
const ALIASES_PER_PAGE = 200;
const MAX_ALIAS_PAGES = 25;

function pages(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / PER_QUESTION);
  return Array.from({ length: count }, (_, at) => ids.slice(at * PER_QUESTION, (at + 1) * PER_QUESTION));
}

const rowsOf = (answer: unknown): JsonObject[] => (Array.isArray(answer) ? answer.filter(isObject) : []);

const nameOf = (row: JsonObject): string => {
  const shown = textOf(row["displayName"]) ?? "";
  return shown !== "" ? shown : (textOf(row["zaloName"]) ?? "");
};

/** Profiles by id; their keys may be written as `<id>_<version>`. */
function byId(profiles: unknown): ReadonlyMap<string, JsonObject> {
  if (!isObject(profiles)) return new Map();
  return new Map(
    Object.entries(profiles).flatMap(([key, one]) =>
      isObject(one) ? [[key.split("_")[0] ?? key, one]] : [],
    ),
  );
}
