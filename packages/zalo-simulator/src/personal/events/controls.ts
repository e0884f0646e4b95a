import type { FriendOccurrence, GroupOccurrence } from "../../world/occurrence.ts";
import type { Person } from "../../world/person.ts";
import { avatarOf } from "../qr/waiting.ts";
import type { SocketEvent } from "../socket/event.ts";

/** Command of everything that a client is told about itself, its friends and its groups. */
const CONTROLS = 601;

const controls = (...contents: readonly object[]): SocketEvent => ({
  cmd: CONTROLS,
  data: { controls: contents.map((content) => ({ content })) },
});

/** An uploaded file can be sent from now on; the client waits for this, and for nothing else. */
export const fileDoneEvent = (fileId: string, url: string): SocketEvent =>
  controls({ act_type: "file_done", fileId, data: { url } });

/** Something changed in a group. */
export function groupEvent({ act, group, by, about }: GroupOccurrence): SocketEvent {
  const time = String(Date.now());
  const data =
    act === "join_request"
      ? { uids: about.map(({ uid }) => uid), totalPending: about.length, groupId: group.webId, time }
      : {
          subType: 1,
          groupId: group.webId,
          creatorId: group.creator?.uid ?? "",
          groupName: group.name,
          sourceId: by.uid,
          updateMembers: about.map(toMember),
          groupSetting: null,
          groupTopic: null,
          info: null,
          extraData: null,
          time,
          avt: "",
          fullAvt: "",
          isAdd: 0,
          hideGroupInfo: 0,
          version: String(group.version),
          groupType: 1,
        };
  // Their data comes as text.
  return controls({ act_type: "group", act, data: JSON.stringify(data) });
}

const toMember = (person: Person) => ({
  id: person.uid,
  dName: person.name,
  avatar: avatarOf(person),
  type: 1,
  avatar_25: avatarOf(person),
});

/** Something changed between the viewer and somebody else. */
export function friendEvent({ act, by, other, message = "" }: FriendOccurrence, viewer: Person): SocketEvent {
  const peer = viewer === by ? other : by;
  switch (act) {
    case "req_v2": {
      const data = { toUid: other.uid, fromUid: by.uid, src: 40, message };
      // Real accounts get both, and clients ignore the first.
      return controls({ act_type: "fr", act: "req", data }, { act_type: "fr", act, data });
    }
    case "undo_req":
    case "reject":
      return controls({ act_type: "fr", act, data: { toUid: other.uid, fromUid: by.uid } });
    default:
      return controls({ act_type: "fr", act, data: peer.uid });
  }
}
