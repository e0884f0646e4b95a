import type { Frame } from "./frame.ts";
import { isObject, listIn, readPlainJson, textOf } from "./plain-json.ts";
import type { JsonObject, JsonValue, MessageRef, SessionEvent, Thread } from "./port.ts";
import { readMessage } from "./wire-message.ts";

/** What a frame's rows say. `damaged` counts the rows that could not be understood; the others are not touched. */
export interface ReadRows {
  events: SessionEvent[];
  /** Uploads that Zalo has finished, by the id of the file. */
  uploads: { fileId: string; url: string }[];
  damaged: number;
}

type ReadRow = (row: JsonObject, found: ReadRows) => void;

/** The commands that carry something for us (zca-js 2.2.0, `listen.js`); the others are none of our business. */
const MESSAGES = { direct: 501, otherDirect: 551, group: 521 } as const;
const OLD_MESSAGES = { direct: 510, group: 511 } as const;
const CONTROLS = 601;
const REACTIONS = 612;

/** Whether a frame carries rows at all. */
export const carriesRows = ({ command }: Frame): boolean => KINDS.has(command);

const KINDS: ReadonlySet<number> = new Set([
  ...Object.values(MESSAGES),
  ...Object.values(OLD_MESSAGES),
  CONTROLS,
  REACTIONS,
]);

/** Reads the rows of a frame one by one. `ownId` stands where the wire writes "0" for the account itself. */
export function readRows(command: number, rows: JsonObject, ownId: string): ReadRows {
  const found: ReadRows = { events: [], uploads: [], damaged: 0 };
  const each = (key: string, read: ReadRow) => {
    for (const row of listIn(rows, key)) {
      try {
        if (!isObject(row)) throw new Error("no object");
        read(row, found);
      } catch {
        found.damaged += 1;
      }
    }
  };
  const isOld = command === OLD_MESSAGES.direct || command === OLD_MESSAGES.group;
  if (command === CONTROLS) each("controls", readControl);
  else if (command === REACTIONS) {
    each("reacts", readReaction("direct", ownId));
    each("reactGroups", readReaction("group", ownId));
  } else {
    each("msgs", readMessageRow("direct", ownId, isOld));
    each("groupMsgs", readMessageRow("group", ownId, isOld));
  }
  return found;
}

const readMessageRow =
  (kind: Thread["kind"], ownId: string, isOld: boolean): ReadRow =>
  (row, { events }) => {
    const { thread, isSelf, by } = whoAndWhere(row, kind, ownId);
    const content = row["content"];
    if (isObject(content) && Object.hasOwn(content, "deleteMsg")) {
      const undone = refOf(content["globalMsgId"], content["cliMsgId"]);
      events.push({ kind: "undo", thread, isSelf, by, undone, at: textOf(row["ts"]) ?? "" });
      return;
    }
    const message = readMessage(row, ownId);
    events.push({ kind: "message", thread, isSelf, ...(isOld ? { old: true as const } : {}), message });
  };

const readReaction =
  (kind: Thread["kind"], ownId: string): ReadRow =>
  (row, { events }) => {
    const { thread, isSelf, by } = whoAndWhere(row, kind, ownId);
    const raw = row["content"];
    const content = typeof raw === "string" ? readPlainJson(raw) : raw;
    if (!isObject(content)) throw new Error("no content");
    for (const target of listIn(content, "rMsg")) {
      if (!isObject(target)) continue;
      events.push({
        kind: "reaction",
        thread,
        isSelf,
        by,
        name: textOf(row["dName"]) ?? "",
        icon: textOf(content["rIcon"]) ?? "",
        to: refOf(target["gMsgID"], target["cMsgID"]),
        at: textOf(row["ts"]) ?? "",
      });
    }
  };

const readControl: ReadRow = (row, found) => {
  const content = row["content"];
  if (!isObject(content)) throw new Error("no content");
  const act = textOf(content["act"]) ?? "";
  const raw = content["data"];
  switch (content["act_type"]) {
    case "file_done": {
      const url = isObject(raw) ? textOf(raw["url"]) : undefined;
      found.uploads.push({ fileId: required(content["fileId"]), url: required(url) });
      return;
    }
    case "group": {
      // Zalo sends this one beside `join` when an administrator lets somebody in.
      if (act === "join_reject") return;
      const data = asObject(raw);
      found.events.push({ kind: "group", groupId: required(data["group_id"] ?? data["groupId"]), act, data });
      return;
    }
    case "fr": {
      // Sent beside `req_v2`, which says more.
      if (act === "req") return;
      found.events.push(readFriend(act, raw));
      return;
    }
  }
};

/** `data` is the id of a person in most acts, and says who asked whom in the others. */
function readFriend(act: string, raw: JsonValue | undefined): SessionEvent {
  const id = textOf(raw);
  if (id !== undefined && /^\d+$/.test(id)) return { kind: "friend", act, userId: id, data: {} };
  const data: JsonObject = Array.isArray(raw) ? { userIds: raw } : asObject(raw);
  const userId = textOf(data["fromUid"]) ?? textOf(data["conversationId"]) ?? "";
  return { kind: "friend", act, userId, data };
}

function asObject(raw: JsonValue | undefined): JsonObject {
  const value = typeof raw === "string" ? readPlainJson(raw) : raw;
  if (!isObject(value)) throw new Error("no object");
  return value;
}

function whoAndWhere(
  row: JsonObject,
  kind: Thread["kind"],
  ownId: string,
): { thread: Thread; isSelf: boolean; by: string } {
  const from = required(row["uidFrom"]);
  const to = required(row["idTo"]);
  const isSelf = from === "0" || from === ownId;
  const id = kind === "group" || isSelf ? to : from;
  // Written to oneself, both ends are "0".
  return { thread: { kind, id: id === "0" ? ownId : id }, isSelf, by: isSelf ? ownId : from };
}

const refOf = (messageId: JsonValue | undefined, clientMessageId: JsonValue | undefined): MessageRef => ({
  messageId: required(messageId),
  clientMessageId: textOf(clientMessageId) ?? "",
});

function required(value: JsonValue | undefined): string {
  const text = textOf(value);
  if (text === undefined || text === "") throw new Error("missing");
  return text;
}
