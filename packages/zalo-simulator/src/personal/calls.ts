import { getAliases, giveAlias } from "./calls/aliases.ts";
import { deleteMessage } from "./calls/delete-message.ts";
import { forward } from "./calls/forward.ts";
import { getFriends } from "./calls/get-friends.ts";
import { groupMention, groupQuote, groupSendMsg } from "./calls/group-text.ts";
import { getGroupInfo, getGroups } from "./calls/groups.ts";
import { keepalive } from "./calls/keepalive.ts";
import { messageQuote, messageSms } from "./calls/message-text.ts";
import { forwardToGroups, forwardToPeople } from "./calls/mforward.ts";
import { createPoll, endPoll, pollDetail, votePoll } from "./calls/polls.ts";
import { profileMe } from "./calls/profile-me.ts";
import { findUser, getMembers, getProfiles, getQrCodes } from "./calls/profiles.ts";
import { react } from "./calls/react.ts";
import { groupDelivered, groupSeen, messageDelivered, messageSeen } from "./calls/receipts.ts";
import { sendFile } from "./calls/send-file.ts";
import { sendGif, uploadThumb } from "./calls/send-gif.ts";
import { parseLink, sendLink } from "./calls/send-link.ts";
import { sendPhoto } from "./calls/send-photo.ts";
import { sendSticker } from "./calls/send-sticker.ts";
import { stickerDetail } from "./calls/sticker-detail.ts";
import { groupTyping, messageTyping } from "./calls/typing.ts";
import { undo } from "./calls/undo.ts";
import { uploadFile, uploadPhoto } from "./calls/upload.ts";
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
    ...uploadPhoto,
    ...sendPhoto,
    ...uploadFile,
    ...sendFile,
    uploadThumb,
    ...sendGif,
    ...forward,
    forwardToPeople,
    forwardToGroups,
    parseLink,
    ...sendLink,
    ...sendSticker,
    stickerDetail,
    ...react,
    ...undo,
    ...deleteMessage,
    messageSeen,
    messageDelivered,
    groupSeen,
    groupDelivered,
    createPoll,
    pollDetail,
    votePoll,
    endPoll,
    getGroups,
    getGroupInfo,
    getMembers,
    getProfiles,
    getQrCodes,
    findUser,
    getAliases,
    giveAlias,
  ].map(({ service, path, prepare }) => [`${hostOf(service)}${path}`, prepare]),
);
