import { isObject, listIn, textOf } from "./plain-json.ts";
import type { JsonObject, WireMention, WireMessage, WireQuote } from "./port.ts";

/** A row of a message frame as everybody else knows it. Throws when it has no id or no sender. */
export function readMessage(row: JsonObject, ownId: string): WireMessage {
  const text = (key: string) => textOf(row[key]) ?? "";
  const person = (key: string) => (text(key) === "0" ? ownId : text(key));
  if (text("msgId") === "" || text("uidFrom") === "") throw new Error("no message");
  const content = row["content"];
  const quote = row["quote"];
  const mentions = listIn(row, "mentions").flatMap(readMention);
  const propertyExt = row["propertyExt"];
  const ttl = textOf(row["ttl"]);
  return {
    msgId: text("msgId"),
    cliMsgId: text("cliMsgId"),
    msgType: text("msgType"),
    uidFrom: person("uidFrom"),
    idTo: person("idTo"),
    dName: text("dName"),
    ts: text("ts"),
    content: isObject(content) ? content : (textOf(content) ?? null),
    ...(isObject(quote) ? { quote: readQuote(quote, ownId) } : {}),
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(isObject(propertyExt) ? { propertyExt } : {}),
    ...(ttl === undefined ? {} : { ttl }),
  };
}

function readQuote(quote: JsonObject, ownId: string): WireQuote {
  const text = (key: string) => textOf(quote[key]) ?? "";
  return {
    ownerId: text("ownerId") === "0" ? ownId : text("ownerId"),
    globalMsgId: text("globalMsgId"),
    cliMsgId: text("cliMsgId"),
    cliMsgType: text("cliMsgType"),
    ts: text("ts"),
    msg: text("msg"),
    attach: isObject(quote["attach"]) ? JSON.stringify(quote["attach"]) : text("attach"),
    fromD: text("fromD"),
  };
}

/** A damaged mention costs itself only. */
function readMention(raw: unknown): WireMention[] {
  if (!isObject(raw)) return [];
  const uid = textOf(raw["uid"]);
  const pos = Number(raw["pos"]);
  const len = Number(raw["len"]);
  if (uid === undefined || !Number.isSafeInteger(pos) || !Number.isSafeInteger(len) || pos < 0 || len <= 0) {
    return [];
  }
  return [{ uid, pos, len }];
}
