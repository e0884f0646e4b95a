import type { PersonalMessage } from "../world/conversation.ts";

/** How messages that were held back go out in the end. */
export interface Release {
  /** Default "kept". */
  order?: "kept" | "reversed";
  /** How many messages of one kind share a frame. Default 1. */
  perFrame?: number;
  /** How often each frame goes out. Default 1. */
  copies?: number;
}

/** Messages that an account is not told about, though it finds them when it asks for old ones. */
export interface Held {
  /** What is held back so far, oldest first: a live view. */
  readonly messages: readonly PersonalMessage[];
  /** Ends it, and sends what was held back after all. */
  release(how?: Release): void;
  /** Ends it; what was held back is never told. */
  drop(): void;
}

/** The messages in the frames they go out in: each frame of one kind only, the order kept. */
export function framesOf(
  messages: readonly PersonalMessage[],
  { order = "kept", perFrame = 1 }: Release,
): readonly (readonly PersonalMessage[])[] {
  const frames: PersonalMessage[][] = [];
  for (const message of order === "kept" ? messages : messages.toReversed()) {
    const last = frames.at(-1);
    const fits =
      last !== undefined &&
      last.length < perFrame &&
      last[0]?.conversation.kind === message.conversation.kind;
    if (fits) last.push(message);
    else frames.push([message]);
  }
  return frames;
}
