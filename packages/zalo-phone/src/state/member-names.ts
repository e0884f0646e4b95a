import type { ThreadMember } from "zalo-simulator/page/thread";

/** Letters without their marks, as people type them in a hurry: `đ` has none to take off, and is a `d`. */
export const bare = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/** What is being typed after an `@` right before the cursor. */
export interface Mentioning {
  /** Where the `@` stands. */
  readonly from: number;
  readonly sought: string;
}

/** The `@…` that ends at the cursor; undefined when there is none. */
export function mentioningAt(text: string, cursor: number): Mentioning | undefined {
  const before = text.slice(0, cursor);
  const match = /(?:^|\s)@([^\s@]*(?: [^\s@]+)?)$/u.exec(before);
  if (match === null) return undefined;
  const sought = match[1] ?? "";
  return { from: before.length - sought.length - 1, sought };
}

/** Those whose name, or a word of it, begins so. */
export const membersLike = <T extends Pick<ThreadMember, "name">>(
  members: readonly T[],
  sought: string,
): readonly T[] => {
  const start = bare(sought);
  return members.filter(
    ({ name }) =>
      bare(name).startsWith(start) ||
      bare(name)
        .split(" ")
        .some((word) => word.startsWith(start)),
  );
};

/** Who, of those picked, still stands in the text. */
export const stillMentioned = <T extends Pick<ThreadMember, "name">>(
  text: string,
  picked: readonly T[],
): readonly T[] => picked.filter(({ name }) => text.includes(`@${name}`));
