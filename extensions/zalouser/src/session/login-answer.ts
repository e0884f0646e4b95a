import { createDecipheriv, createHash } from "node:crypto";

/**
 * The code with which Zalo refused a login request; undefined when it did not, or when it says none. The library
 * looks at neither: every refusal reaches its caller as one and the same sentence.
 *
 * `getLoginInfo` is answered encrypted, with a key made from its own query; `getServerInfo` in plain JSON.
 */
export function loginCodeOf(request: URL, body: Buffer): number | undefined {
  const call = /\/api\/login\/(getLoginInfo|getServerInfo)$/.exec(request.pathname)?.[1];
  if (call === undefined) return undefined;
  const answer = asRecord(body.toString("utf8"));
  const outer = refusalIn(answer);
  if (call === "getServerInfo" || outer !== undefined) return outer;
  const inner =
    typeof answer?.["data"] === "string" ? decrypt(answer["data"], request.searchParams) : undefined;
  return refusalIn(asRecord(inner ?? ""));
}

const refusalIn = (answer: Record<string, unknown> | undefined): number | undefined => {
  const code = answer?.["error_code"];
  return typeof code === "number" && code !== 0 ? code : undefined;
};

function asRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** AES-256-CBC with an IV of zeroes over base64 that may be URI-encoded. */
function decrypt(data: string, query: URLSearchParams): string | undefined {
  try {
    const key = loginKey(query.get("zcid") ?? "", query.get("zcid_ext") ?? "");
    const cipher = createDecipheriv("aes-256-cbc", key, Buffer.alloc(16));
    const bytes = Buffer.from(decodeURIComponent(data), "base64");
    return Buffer.concat([cipher.update(bytes), cipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

/**
 * 32 characters: 8 from the even places of the upper-case MD5 of `zcid_ext`, 12 from the even places of `zcid`, and
 * 12 from its odd places counted from the end (zca-js 2.2.0, `ParamsEncryptor`).
 */
function loginKey(zcid: string, zcidExt: string): Buffer {
  const places = (text: string, odd: 0 | 1) => [...text].filter((_, index) => index % 2 === odd);
  const digest = createHash("md5").update(zcidExt).digest("hex").toUpperCase();
  const chosen = [
    ...places(digest, 0).slice(0, 8),
    ...places(zcid, 0).slice(0, 12),
    ...places(zcid, 1).reverse().slice(0, 12),
  ];
  return Buffer.from(chosen.join(""), "utf8");
}
