import { z } from "zod";
import { OLD_GROUP, oldMessagesEvent } from "../../events/old-messages.ts";
import type { SocketRequest } from "../requests.ts";

const Body = z.looseObject({ lastId: z.union([z.string(), z.number()]).nullish() });

/** Sends what the account has missed, as far as it asks for it. */
export const oldMessages: SocketRequest = ({ socket, frame, switches, post }) => {
  const body = Body.safeParse(frame.body);
  const { person } = socket.session;
  const lastId = body.data?.lastId ?? null;
  const kind = frame.cmd === OLD_GROUP ? "group" : "direct";
  const { messages, more } = post
    .mailbox(person)
    .old(kind, lastId === null ? null : String(lastId), switches);
  socket.send(oldMessagesEvent({ messages, more, cmd: frame.cmd }, { viewer: person, switches }));
};
