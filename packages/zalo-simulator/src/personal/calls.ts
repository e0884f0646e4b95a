import { getFriends } from "./calls/get-friends.ts";
import { groupMention, groupQuote, groupSendMsg } from "./calls/group-text.ts";
import { keepalive } from "./calls/keepalive.ts";
import { messageQuote, messageSms } from "./calls/message-text.ts";
import { profileMe } from "./calls/profile-me.ts";
import { groupTyping, messageTyping } from "./calls/typing.ts";
import type { Prepare } from "./endpoint.ts";
import { hostOf } from "./hosts.ts";

/** Every call of a logged-in client, by host and path. What is not here does not exist: 404. */
export const calls: ReadonlyMap<string, Prepare> = new Map(
  [
    messageSms,
    messageQuote,
    messageTyping,
    groupSendMsg,
    groupMention,
    groupQuote,
    groupTyping,
    keepalive,
    profileMe,
    getFriends,
  ].map(({ service, path, prepare }) => [`${hostOf(service)}${path}`, prepare]),
);
