import type { Attachment, AttachmentKind } from "./envelope.ts";

/** What each kind is called in what the agent reads. */
export const KIND_LABEL: Readonly<Record<AttachmentKind, string>> = {
  image: "image",
  voice: "voice message",
  video: "video",
  file: "file",
  sticker: "sticker",
};

/** One line of text that stands for an attachment where only text can go: `[sticker: 0e07…]`. */
export function attachmentPlaceholder(attachment: Attachment): string {
  const label = KIND_LABEL[attachment.kind];
  return attachment.name === undefined ? `[${label}]` : `[${label}: ${attachment.name}]`;
}
