import type { Attachment, AttachmentKind } from "./envelope.ts";

const LABEL: Readonly<Record<AttachmentKind, string>> = {
  image: "image",
  voice: "voice message",
  video: "video",
  file: "file",
  sticker: "sticker",
};

/** One line of text that stands for an attachment where only text can go: `[sticker: 0e07…]`. */
export function attachmentPlaceholder(attachment: Attachment): string {
  const label = LABEL[attachment.kind];
  return attachment.name === undefined ? `[${label}]` : `[${label}: ${attachment.name}]`;
}
