import { extname } from "node:path";
import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const file: ContentWire<"file"> = {
  msgType: () => "share.file",
  quoteType: 46,
  toWire: ({ url, name, size = 0, checksum = "" }) =>
    attachment({
      title: name,
      href: url,
      params: {
        fileSize: String(size),
        checksum,
        checksumSha: "",
        fileExt: extname(name).slice(1),
        fdata: "{}",
        fType: 1,
      },
    }),
};
