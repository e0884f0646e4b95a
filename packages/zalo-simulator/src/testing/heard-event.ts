import { once } from "node:events";
import type { DeliveredMessage, FriendEvent, GroupEvent, Reaction, SeenMessage, Typing, Undo } from "zca-js";
import { WAIT } from "./scene.ts";
import type { WebClient } from "./web-scene.ts";

interface Events {
  undo: Undo;
  reaction: Reaction;
  typing: Typing;
  group_event: GroupEvent;
  friend_event: FriendEvent;
  seen_messages: SeenMessage[];
  delivered_messages: DeliveredMessage[];
}

/** The next event of this name that the client tells of, once `act` has been done. */
export async function heardEvent<K extends keyof Events>(
  { api }: WebClient,
  name: K,
  act: () => unknown,
): Promise<Events[K]> {
  const heard = once(api.listener, name, { signal: AbortSignal.timeout(WAIT.timeoutMs) });
  await act();
  const [event]: Events[K][] = await heard;
  if (event === undefined) throw new Error(`${name} came without anything.`);
  return event;
}
