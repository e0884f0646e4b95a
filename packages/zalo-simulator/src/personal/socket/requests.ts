import type { Journal } from "../../world/journal.ts";
import { OLD_DIRECT, OLD_GROUP } from "../events/old-messages.ts";
import { OLD_DIRECT_REACTIONS, OLD_GROUP_REACTIONS } from "../events/reactions.ts";
import type { Herald } from "../herald.ts";
import type { PostOffice } from "../post-office.ts";
import type { WebSwitches } from "../switches.ts";
import type { AccountSocket } from "./account-socket.ts";
import type { Frame } from "./frame.ts";
import { oldMessages } from "./requests/old-messages.ts";
import { oldReactions } from "./requests/old-reactions.ts";

/** What a client's frame is answered with. */
export interface RequestParts {
  readonly socket: AccountSocket;
  readonly frame: Frame;
  readonly switches: WebSwitches;
  readonly post: PostOffice;
  readonly herald: Herald;
  readonly journal: Journal;
}

/** Answers one kind of frame. */
export type SocketRequest = (parts: RequestParts) => void;

/** A client's ping gets no answer: nobody has seen one. */
const PING = 2;
const noAnswer: SocketRequest = () => undefined;

/** Every frame that clients send, by its command. Others are ignored. */
export const socketRequests: ReadonlyMap<number, SocketRequest> = new Map([
  [PING, noAnswer],
  [OLD_DIRECT, oldMessages],
  [OLD_GROUP, oldMessages],
  [OLD_DIRECT_REACTIONS, oldReactions],
  [OLD_GROUP_REACTIONS, oldReactions],
]);
