import { ProcessTurns } from "channel-kit/host/process-turns";
import { SharedInboxes } from "channel-kit/host/shared-inbox";
import { UnknownKinds } from "channel-kit/host/unknown-kinds";
import { PollLines } from "./receive/poll-lines.ts";

/**
 * What outlives any single start of an account: turns that go on, and the database all accounts share. Apart
 * from the runtime's slot, because the doors load that one and must not load the database.
 */
export const processTurns = new ProcessTurns();
export const inboxes = new SharedInboxes();
/** Polls that stay open while their account is started anew. */
export const pollLines = new PollLines();
/** Accounts of which it has been said that Zalo refused formatted text. */
export const refusedFormat = new Set<string>();
/** Kinds of events of which it has been said that nobody here knows them. */
export const unknownEvents = new UnknownKinds([
  "message.text.received",
  "message.image.received",
  "message.sticker.received",
  "message.voice.received",
  "message.unsupported.received",
]);
