import type { Envelope } from "../envelope/envelope.ts";

/** One waiting event, as far as albums are concerned. */
export interface Part {
  eventId: string;
  envelope: Envelope;
  /** When it reached us, in milliseconds since the Unix epoch. */
  receivedAt: number;
}

export interface Album {
  /** The event that was asked about first, then the pictures that belong to it, in order of arrival. */
  parts: readonly [Part, ...Part[]];
  /** Nothing that may still come can belong to it. */
  complete: boolean;
}

/** More pictures than this make several turns: a model takes only so many. */
export const ALBUM_MAX_PARTS = 10;
/** Pictures of one album are sent within moments; two that were sent further apart are two messages. */
const SENT_WITHIN_MS = 5_000;

/**
 * Which of the events that wait in the same chat belong to the album that begins with `lead`. Zalo hands an
 * album over as one message per picture and says nothing of it, so it is told by this: pictures of one sender
 * with at most one caption among them, sent within moments of each other, and nothing else of the sender's
 * between them. What others write in between neither belongs to it nor ends it.
 */
export function albumOf(lead: Part, following: readonly Part[]): Album {
  const album: Album = { parts: [lead], complete: true };
  if (!isPictures(lead.envelope)) return album;
  const parts: [Part, ...Part[]] = [lead];
  let last = lead;
  let captioned = lead.envelope.text !== "";
  for (const next of following) {
    if (next.envelope.sender.id !== lead.envelope.sender.id) continue;
    const hasCaption = next.envelope.text !== "";
    const apart = Math.abs(next.envelope.sentAt - last.envelope.sentAt);
    if (!isPictures(next.envelope) || (captioned && hasCaption) || apart > SENT_WITHIN_MS) {
      return { parts, complete: true };
    }
    parts.push(next);
    last = next;
    captioned ||= hasCaption;
    if (parts.length === ALBUM_MAX_PARTS) return { parts, complete: true };
  }
  return { parts, complete: false };
}

/** The album as one message: under the id of its first event, with all pictures in the order they were sent in. */
export function asOneMessage([lead, ...others]: Album["parts"]): Envelope {
  if (others.length === 0) return lead.envelope;
  const envelopes = [lead, ...others]
    .map(({ envelope }) => envelope)
    .toSorted((left, right) => left.sentAt - right.sentAt);
  return {
    ...lead.envelope,
    text: envelopes.map(({ text }) => text).find((text) => text !== "") ?? "",
    mentionsSelf: envelopes.some(({ mentionsSelf }) => mentionsSelf),
    attachments: envelopes.flatMap(({ attachments }) => attachments),
  };
}

function isPictures({ attachments }: Envelope): boolean {
  return attachments.length > 0 && attachments.every(({ kind }) => kind === "image");
}
