import { extname } from "node:path";
import { z } from "zod";
import { pause } from "../../bot-api/pause.ts";
import { fileIn } from "../../http/multipart.ts";
import { imageType } from "../../media/media.ts";
import { definePair } from "../define-pair.ts";
import { fileDoneEvent } from "../events/controls.ts";
import type { Uploaded } from "../uploads.ts";
import { type CallResult, Count, Id, invalidParams, type SessionCall, type WebCall } from "../web-call.ts";

/** A client needs as long to read an answer and to begin waiting for what comes over its socket, in milliseconds. */
const ANSWER_READ_MS = 50;

/** What pictures may be called; anything else is uploaded as a file. */
const PICTURES = /^\.(?:jpe?g|png|webp)$/;

const UploadParams = z.object({
  totalChunk: Count.min(1),
  fileName: z.string().min(1),
  clientId: Id,
  totalSize: Count.min(1),
  chunkId: Count.min(1),
});
type UploadCall = WebCall<z.infer<typeof UploadParams>>;

/** Chunks of a picture. The answer to the last one says where the picture is. */
export const uploadPhoto: readonly SessionCall[] = definePair({
  direct: { service: "file", path: "/api/message/photo_original/upload", to: "toid" },
  group: { service: "file", path: "/api/group/photo_original/upload" },
  params: UploadParams,
  run: async (call) => {
    if (!PICTURES.test(extname(call.params.fileName).toLowerCase())) throw invalidParams();
    const file = await taken(call);
    if (file === undefined) return { data: { photoId: "-1", ...progress(call, false) } };
    if (imageType(file.bytes) === undefined) throw invalidParams();
    noteWhole(call, file, "in-answer");
    const { id, url } = file;
    return {
      data: { normalUrl: url, hdUrl: url, thumbUrl: url, photoId: Number(id), ...progress(call, true) },
    };
  },
});

/** Chunks of any other file. That it can be sent is said over the socket, after the answer to the last chunk. */
export const uploadFile: readonly SessionCall[] = definePair({
  direct: { service: "file", path: "/api/message/asyncfile/upload", to: "toid" },
  group: { service: "file", path: "/api/group/asyncfile/upload" },
  params: UploadParams,
  run: async (call) => {
    const file = await taken(call);
    if (file === undefined) return { data: { fileId: "-1", ...progress(call, false) } };
    return fileDone(call, file);
  },
});

/** The whole file when this was its last chunk; refuses what the account's settings do not allow. */
async function taken({ owner, params, request, parts }: UploadCall): Promise<Uploaded | undefined> {
  const { maxFileMb, chunkSizeBytes, restrictedExtensions } = parts.switchesOf(owner);
  const { fileName, totalSize, totalChunk, chunkId, clientId } = params;
  const ending = extname(fileName).slice(1).toLowerCase();
  const chunk = await fileIn(request, "chunkContent");
  const isAllowed =
    totalSize <= maxFileMb * 1024 * 1024 &&
    !restrictedExtensions.includes(ending) &&
    chunkId <= totalChunk &&
    chunk !== undefined &&
    chunk.bytes.length <= chunkSizeBytes;
  if (!isAllowed) throw invalidParams();
  const key = `${clientId}/${totalSize}/${fileName}`;
  const { bytes } = chunk;
  const file = parts.uploads.take(owner.uid, { key, fileName, totalSize, totalChunk, chunkId, bytes });
  if (file === "broken") throw invalidParams();
  return file;
}

async function fileDone(call: UploadCall, file: Uploaded): Promise<CallResult> {
  const { owner, parts } = call;
  const { fileDone: when, fileDoneLateMs } = parts.switchesOf(owner);
  const tell = () => parts.sockets.tell(owner, fileDoneEvent(file.id, file.url));
  const tellAfter = async (ms: number) => {
    await pause(ms, parts.closed);
    tell();
  };
  noteWhole(call, file, when);
  const data = { fileId: Number(file.id), ...progress(call, true) };
  switch (when) {
    case "after":
      return { data, afterwards: () => tellAfter(ANSWER_READ_MS) };
    case "late":
      return { data, afterwards: () => tellAfter(fileDoneLateMs) };
    case "early":
      tell();
      await pause(ANSWER_READ_MS, parts.closed);
      return { data };
    case "never":
      return { data };
    default:
      return when satisfies never;
  }
}

const progress = ({ params }: UploadCall, finished: boolean) => ({
  finished: finished ? 1 : 0,
  clientFileId: Number(params.clientId),
  chunkId: params.chunkId,
});

function noteWhole(
  { owner, params, parts }: UploadCall,
  { id, fileName, size }: Uploaded,
  told: "in-answer" | "after" | "late" | "early" | "never",
): void {
  const { totalChunk: chunks } = params;
  parts.journal.add({
    kind: "upload-whole",
    uid: owner.uid,
    fileName,
    bytes: size,
    chunks,
    fileId: id,
    told,
  });
}
