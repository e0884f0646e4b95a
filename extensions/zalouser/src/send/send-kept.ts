import type { KeptMedia } from "channel-kit/answer/answer-record";
import { fileType } from "channel-kit/media/file-type";
import type { KeptFiles } from "channel-kit/media/kept-files";
import { readMp4 } from "channel-kit/media/mp4-info";
import { plainPng } from "channel-kit/media/plain-png";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { OutgoingFile, Session, Thread } from "../session/port.ts";

export interface FileSender {
  session: Pick<Session, "sendImage" | "sendFile" | "uploadFile" | "sendVideo" | "sendVoice">;
  accountId: string;
  files: Pick<KeptFiles, "read" | "release">;
}

/** Longest side of a picture that stands for a video, in pixels. */
const POSTER_SIDE = 640;
const POSTER_GREY = 40;

/**
 * Sends one file as what it is shown as; a video or voice that Zalo certainly refuses goes as a file. Never throws.
 */
export async function sendKept(
  { session, accountId, files }: FileSender,
  thread: Thread,
  media: KeptMedia,
  signal: AbortSignal,
): Promise<Delivery> {
  const bytes = await files.read(media.key);
  if (bytes === undefined) {
    return {
      kind: "not-sent",
      error: new ChannelError(
        "rejected",
        `Zalo account "${accountId}": ${media.name} was not sent: it has waited for too long.`,
      ),
    };
  }
  const file = { bytes, name: media.name };
  const delivery = await shown(session, thread, media, file, signal);
  // A picture is one by its name, whatever it is sent as.
  const mayBeFile = media.show === "video" || media.show === "voice";
  const isRefused = delivery.kind === "not-sent" && delivery.error.code === "rejected";
  const last = isRefused && mayBeFile ? await session.sendFile(thread, file, signal) : delivery;
  if (last.kind === "sent") await files.release(media.key);
  return last;
}

async function shown(
  session: FileSender["session"],
  thread: Thread,
  media: KeptMedia,
  file: OutgoingFile,
  signal: AbortSignal,
): Promise<Delivery> {
  switch (media.show) {
    case "image":
    case "gif": {
      const { width, height } = media.size ?? { width: 0, height: 0 };
      return await session.sendImage(
        thread,
        { ...file, width, height, caption: media.caption ?? "" },
        signal,
      );
    }
    case "video":
      return await sendVideo(session, thread, media, file, signal);
    case "voice":
      return await afterUpload(async () => {
        const url = await session.uploadFile(thread, file, signal);
        return await session.sendVoice(thread, url, signal);
      });
    case "file":
      return await session.sendFile(thread, file, signal);
    default:
      return media.show satisfies never;
  }
}

/** A video is shown with a still, which is its own cover or else a plain picture of its shape. */
async function sendVideo(
  session: FileSender["session"],
  thread: Thread,
  media: KeptMedia,
  file: OutgoingFile,
  signal: AbortSignal,
): Promise<Delivery> {
  const { width, height } = media.size ?? { width: 0, height: 0 };
  return await afterUpload(async () => {
    const url = await session.uploadFile(thread, file, signal);
    const thumbnailUrl = await session.uploadFile(thread, stillOf(file.bytes, { width, height }), signal);
    const durationMs = media.durationMs ?? 0;
    return await session.sendVideo(
      thread,
      { url, thumbnailUrl, durationMs, width, height, caption: "" },
      signal,
    );
  });
}

function stillOf(bytes: Uint8Array, size: { width: number; height: number }): OutgoingFile {
  const cover = readMp4(bytes)?.cover;
  const type = cover && fileType(cover);
  if (cover !== undefined && type !== undefined && /^image\/(?:jpeg|png)$/.test(type.mime)) {
    return { bytes: cover, name: `still.${type.extension}` };
  }
  const scale = Math.min(1, POSTER_SIDE / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  return { bytes: plainPng({ width, height }, POSTER_GREY), name: "still.png" };
}

/** Nobody sees an upload. So when it fails, the message has certainly not been sent. */
async function afterUpload(send: () => Promise<Delivery>): Promise<Delivery> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof ChannelError) return { kind: "not-sent", error };
    throw error;
  }
}
