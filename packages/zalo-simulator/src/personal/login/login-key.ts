import { createHash } from "node:crypto";
import { decrypt } from "../aes.ts";

/** The key of `zcid`, the same in every client. */
const ZCID_KEY = Buffer.from("3FC4F0D2AB50057BCE0D90D9187A22B1", "utf8");

/** What a client calls itself in `zcid`. */
export interface ClientId {
  type: string;
  imei: string;
}

/** Reads `zcid`; undefined when it is none. */
export function readZcid(zcid: string): ClientId | undefined {
  const [type, imei, time] = (decrypt(ZCID_KEY, zcid, "hex") ?? "").split(",");
  return type && imei && /^\d+$/.test(time ?? "") ? { type, imei } : undefined;
}

/** The key that the client takes for `params` and for reading the answer, made from what it sends in the open. */
export function loginKey(zcid: string, zcidExt: string): Buffer {
  const digest = createHash("md5").update(zcidExt).digest("hex").toUpperCase();
  const odd = everyOther(zcid, 1).reverse().slice(0, 12);
  const key = [...everyOther(digest, 0).slice(0, 8), ...everyOther(zcid, 0).slice(0, 12), ...odd];
  return Buffer.from(key.join(""), "utf8");
}

const everyOther = (text: string, from: 0 | 1): string[] => [...text].filter((_, at) => at % 2 === from);
