import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type { ChannelMessageSendMediaContext } from "openclaw/plugin-sdk/channel-outbound";
import { getAgentScopedMediaLocalRoots } from "openclaw/plugin-sdk/media-local-roots";
import { detectMime, extensionForMime } from "openclaw/plugin-sdk/media-mime";
import { loadWebMediaRaw } from "openclaw/plugin-sdk/web-media";

/** Which files of this machine may be sent, as the gateway has decided it. */
export type MediaAccess = Pick<
  ChannelMessageSendMediaContext,
  "mediaAccess" | "mediaLocalRoots" | "mediaReadFile"
>;

export interface LoadedMedia {
  bytes: Uint8Array;
  /** By its content, else by its name; absent when neither tells. */
  mime?: string;
  name?: string;
}

/** Longest data address that is read, in characters. */
const DATA_LIMIT = 16 * 1024 * 1024;

/** What an agent's own replies may send: the gateway has put their files where these roots allow it. */
export function agentMediaAccess(cfg: OpenClawConfig, agentId: string): MediaAccess {
  return { mediaLocalRoots: getAgentScopedMediaLocalRoots(cfg, agentId) };
}

/**
 * Reads a file that the gateway wants sent, with the gateway's own guards: allowed folders, no links out of
 * them, kinds that an agent may send, sizes. Throws what those say. No more than `mostBytes` are read of anything but a data address.
 */
export async function loadMedia(
  source: string,
  access: MediaAccess,
  mostBytes?: number,
): Promise<LoadedMedia> {
  if (/^data:/i.test(source)) return await readDataAddress(source);
  const localRoots = access.mediaAccess?.localRoots ?? access.mediaLocalRoots;
  const readFile = access.mediaAccess?.readFile ?? access.mediaReadFile;
  const workspaceDir = access.mediaAccess?.workspaceDir;
  if (readFile !== undefined && !localRoots?.length) {
    throw new Error("The gateway named no folder that it may be read from.");
  }
  const { buffer, contentType, fileName } = await loadWebMediaRaw(source, {
    ...(mostBytes === undefined ? {} : { maxBytes: mostBytes }),
    ...(localRoots?.length ? { localRoots } : {}),
    ...(readFile === undefined ? {} : { readFile, hostReadCapability: true }),
    ...(workspaceDir === undefined ? {} : { workspaceDir }),
  });
  return {
    bytes: buffer,
    ...(contentType === undefined ? {} : { mime: contentType }),
    ...(fileName === undefined ? {} : { name: fileName }),
  };
}

/** `data:image/png;base64,…`. What its content says about its kind counts more than what it says itself. */
async function readDataAddress(source: string): Promise<LoadedMedia> {
  if (source.length > DATA_LIMIT) throw new Error("The data address is too long.");
  const comma = source.indexOf(",");
  if (comma === -1) throw new Error("The data address cannot be read.");
  const header = source.slice("data:".length, comma);
  const data = source.slice(comma + 1);
  const bytes = /;base64$/i.test(header)
    ? Buffer.from(data, "base64")
    : Buffer.from(decodeURIComponent(data), "utf8");
  const declared = header.split(";")[0]?.trim();
  const mime = await detectMime({ buffer: bytes, ...(declared ? { headerMime: declared } : {}) });
  if (mime === undefined) return { bytes };
  return { bytes, mime, name: `file${extensionForMime(mime) ?? ""}` };
}
