import { z } from "zod";
import { ALL_UID, type Author, type Mention } from "../world/conversation.ts";
import { parsed } from "./text-properties.ts";
import { Id, invalidParams } from "./web-call.ts";

const MentionInfo = z.array(
  z.looseObject({ pos: z.int().min(0), len: z.int().min(1), uid: Id, type: z.literal([0, 1]) }),
);

/** The mentions that a client sent, as JSON. Refuses those outside the text and of people who are not in the group. */
export function readMentionInfo(
  json: string | undefined,
  text: string,
  members: readonly Author[],
): readonly Mention[] {
  if (json === undefined || json === "") return [];
  const read = MentionInfo.safeParse(parsed(json));
  if (!read.success) throw invalidParams();
  return read.data.map(({ pos, len, uid, type }) => {
    const isThere = uid === ALL_UID ? type === 1 : members.some((member) => member.uid === uid);
    if (!isThere || pos + len > text.length) throw invalidParams();
    return { pos, len, uid };
  });
}
