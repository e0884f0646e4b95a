import { z } from "zod";
import type { Group } from "../../world/group.ts";
import { avatarOf } from "../qr/waiting.ts";
import type { WebSwitches } from "../switches.ts";
import { parsed } from "../text-properties.ts";
import { defineCall, invalidParams } from "../web-call.ts";

/** The ids of the owner's groups, without names. */
export const getGroups = defineCall({
  service: "group_poll",
  path: "/api/group/getlg/v4",
  params: z.looseObject({}),
  run: ({ owner, parts }) => {
    const own = parts.world.groups.filter(({ members }) => members.includes(owner));
    const gridVerMap = Object.fromEntries(own.map(({ webId, version }) => [webId, String(version)]));
    return { data: { version: String(Date.now()), gridVerMap } };
  },
});

const GroupVersions = z.record(z.string().regex(/^\d+$/), z.union([z.number(), z.string()]));

/** All about some groups. Those that the owner is not in are `removedsGroup`. */
export const getGroupInfo = defineCall({
  service: "group",
  path: "/api/group/getmg-v2",
  params: z.looseObject({ gridVerMap: z.string() }),
  run: ({ owner, params, parts }) => {
    const asked = GroupVersions.safeParse(parsed(params.gridVerMap));
    if (!asked.success) throw invalidParams();
    const ids = Object.keys(asked.data);
    const own = ids
      .flatMap((id) => parts.world.groupByWebId(id) ?? [])
      .filter((g) => g.members.includes(owner));
    const known = new Set(own.map(({ webId }) => webId));
    const switches = parts.switchesOf(owner);
    return {
      data: {
        removedsGroup: ids.filter((id) => !known.has(id)),
        unchangedsGroup: [],
        gridInfoMap: Object.fromEntries(own.map((group) => [group.webId, toWireGroup(group, switches)])),
      },
    };
  },
});

/** zca-js GroupInfo. */
function toWireGroup(group: Group, { groupMembersAs }: Pick<WebSwitches, "groupMembersAs">) {
  const { webId, name, members } = group;
  const isFull = groupMembersAs === "in-full";
  return {
    groupId: webId,
    name,
    desc: "",
    type: 1,
    creatorId: group.creator?.uid ?? "",
    version: String(group.version),
    avt: "",
    fullAvt: "",
    memberIds: isFull ? members.map(({ uid }) => uid) : [],
    adminIds: group.admins.map(({ uid }) => uid),
    currentMems: isFull
      ? members.map((member) => ({
          id: member.uid,
          dName: member.name,
          zaloName: member.name,
          avatar: avatarOf(member),
          avatar_25: avatarOf(member),
          accountStatus: 0,
          type: 0,
        }))
      : [],
    updateMems: [],
    admins: [],
    hasMoreMember: 0,
    subType: 1,
    totalMember: members.length,
    maxMember: 1000,
    setting: {
      blockName: 0,
      signAdminMsg: 0,
      addMemberOnly: 0,
      setTopicOnly: 0,
      enableMsgHistory: 1,
      joinAppr: 0,
      lockCreatePost: 0,
      lockCreatePoll: 0,
      lockSendMsg: 0,
      lockViewMember: 0,
      bannFeature: 0,
      dirtyMedia: 0,
      banDuration: 0,
    },
    createdTime: 0,
    visibility: 0,
    globalId: group.id,
    e2ee: 0,
    extraInfo: { enable_media_store: 0 },
    memVerList: members.map(({ uid }) => `${uid}_0`),
    pendingApprove: { time: 0, uids: null },
  };
}
