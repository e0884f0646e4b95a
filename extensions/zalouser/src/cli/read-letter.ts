import { z } from "zod";

/** As much of a stored event as tells who wrote what. */
const Event = z.object({
  kind: z.literal("message"),
  message: z.object({ uidFrom: z.string(), dName: z.string(), content: z.unknown() }),
});
const Captioned = z.object({ title: z.string() });

/** The chat, as a target, from the id under which an event is stored; see `eventIdOf`. */
export function chatOfEvent(eventId: string): string {
  const [kind, id = eventId] = eventId.split(":");
  return kind === "group" ? `group:${id}` : id;
}

/** Who wrote a stored event and what; undefined for anything else. */
export function messageOfEvent(event: object): { from: string; text: string } | undefined {
  const read = Event.safeParse(event);
  if (!read.success) return undefined;
  const { uidFrom, dName, content } = read.data.message;
  const text = typeof content === "string" ? content : (Captioned.safeParse(content).data?.title ?? "");
  return { from: dName === "" ? uidFrom : dName, text };
}
