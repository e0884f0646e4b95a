import { z } from "zod";
import type { Person } from "../../world/person.ts";
import type { World } from "../../world/world.ts";
import { avatarOf } from "../qr/waiting.ts";
import { defineCall, Refused } from "../web-call.ts";
import { toWireUser } from "../wire-user.ts";

/** `<uid>_<version>`, one for each person asked about. */
const asked = z.looseObject({ friend_pversion_map: z.array(z.string().regex(/^\d+_\d+$/)).min(1) });

/** People by their uids; who is nobody is left out. */
export const getProfiles = defineCall({
  service: "profile",
  path: "/api/social/friend/getprofiles/v2",
  params: asked,
  run: ({ owner, params, parts }) => {
    const { profileKeys } = parts.switchesOf(owner);
    const profiles = peopleIn(parts.world, params.friend_pversion_map).map((person) => [
      profileKeys === "uid" ? person.uid : `${person.uid}_0`,
      toWireUser(person, { isFriend: parts.world.areFriends(owner, person) }),
    ]);
    const changed_profiles: unknown = Object.fromEntries(profiles);
    return { data: { changed_profiles, unchanged_profiles: {}, phonebook_version: 1 } };
  },
});

/** Members of groups by their uids. */
export const getMembers = defineCall({
  service: "profile",
  path: "/api/social/group/members",
  params: asked,
  run: ({ params, parts }) => {
    const members = peopleIn(parts.world, params.friend_pversion_map).map((person) => [
      person.uid,
      {
        displayName: person.name,
        zaloName: person.name,
        avatar: avatarOf(person),
        accountStatus: 0,
        type: 0,
        lastUpdateTime: 0,
        globalId: person.id,
        id: person.uid,
      },
    ]);
    const profiles: unknown = Object.fromEntries(members);
    return { data: { profiles, unchangeds_profile: [] } };
  },
});

/** Somebody by their telephone number. */
export const findUser = defineCall({
  service: "friend",
  path: "/api/friend/profile/get",
  params: z.looseObject({ phone: z.string().min(1) }),
  run: ({ params: { phone }, parts }) => {
    const person = parts.world.people.find((one) => one.phone !== undefined && one.phone === phone);
    if (person === undefined) throw new Refused(216, "Không tìm thấy người dùng");
    return {
      data: {
        avatar: avatarOf(person),
        cover: "",
        status: "",
        gender: 0,
        dob: 0,
        sdob: "",
        globalId: person.id,
        bizPkg: { label: null, pkgId: 0 },
        uid: person.uid,
        zalo_name: person.name,
        display_name: person.name,
      },
    };
  },
});

/** The pictures of people's QR codes, which their cards carry. */
export const getQrCodes = defineCall({
  service: "friend",
  path: "/api/friend/mget-qr",
  params: z.looseObject({ fids: z.array(z.string()).min(1) }),
  run: ({ params: { fids }, parts }) => {
    const people = fids.flatMap((uid) => parts.world.personByUid(uid) ?? []);
    const codes: unknown = Object.fromEntries(
      people.map(({ uid }) => [uid, `https://qr-talk.zdn.vn/${uid}.png`]),
    );
    return { data: codes };
  },
});

const peopleIn = (world: World, versions: readonly string[]): readonly Person[] =>
  versions.flatMap((version) => world.personByUid(version.split("_")[0] ?? "") ?? []);
