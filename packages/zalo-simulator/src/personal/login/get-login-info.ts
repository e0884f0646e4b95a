import { json } from "../../http/answers.ts";
import type { HttpAnswer } from "../../http/deliver.ts";
import { decrypt, encrypt } from "../aes.ts";
import type { PersonalParts, Prepare, Ran } from "../endpoint.ts";
import { serviceMap } from "../hosts.ts";
import { withCookies } from "../page.ts";
import type { SecretBook } from "../secret-book.ts";
import type { Session } from "../session.ts";
import type { WebRequest } from "../web-request.ts";
import { loginKey, readZcid } from "./login-key.ts";
import { isSigned } from "./sign-key.ts";

/** What the signature covers; the other fields of the query are not signed. */
const SIGNED = ["zcid", "zcid_ext", "enc_ver", "params", "type", "client_version"];

/** Answers in the open what was not signed or cannot be decrypted; the words are not known. */
const BAD_REQUEST = { code: -1, message: "Yêu cầu không hợp lệ" };

/** Login with cookies: who it is, the key of the calls to come, where they go and where the socket is. */
export const getLoginInfo: Prepare = (request, parts) => {
  const client = clientOf(request, parts.secrets);
  const found = parts.sessionOf(request);
  const uid = "code" in found ? undefined : found.person.uid;
  const no = (code: number, message: string): HttpAnswer =>
    "key" in client ? sealed(client.key, code, message) : open(code, message);
  return {
    call: "login/getLoginInfo",
    uid,
    params: { client_version: request.query.get("client_version"), language: client.language },
    refuse: no,
    run: () => {
      const failed = "key" in client ? ("code" in found ? found : undefined) : BAD_REQUEST;
      if (failed !== undefined || "code" in found || !("key" in client)) {
        const { code, message } = failed ?? BAD_REQUEST;
        noteLogin(parts, uid, code);
        return { http: no(code, message), code };
      }
      noteLogin(parts, uid, 0);
      return welcome(found, client.key, request, parts);
    },
  };
};

type Client = { language: string | undefined; key: Buffer } | { language: undefined };

/** What the client says of itself, if it is signed and can be read. */
function clientOf({ query }: WebRequest, { note }: SecretBook): Client {
  const zcid = query.get("zcid") ?? "";
  const key = loginKey(zcid, query.get("zcid_ext") ?? "");
  const client = readZcid(zcid);
  if (client === undefined || key.length !== 32) return { language: undefined };
  note(client.imei);
  const said = parsed(decrypt(key, query.get("params") ?? ""));
  const isWhole = said?.["imei"] === client.imei && client.type === query.get("type");
  if (said === undefined || !isWhole || !isSigned("getlogininfo", query, SIGNED)) {
    return { language: undefined };
  }
  return { key, language: String(said["language"]) };
}

function welcome(session: Session, key: Buffer, request: WebRequest, parts: PersonalParts): Ran {
  const { person } = session;
  const data = {
    haspcclient: 0,
    public_ip: "127.0.0.1",
    language: "vi",
    send2me_id: person.uid,
    uid: person.uid,
    phone_number: person.phone ?? "",
    zpw_ws: [parts.socketUrl(request.via)],
    zpw_service_map_v3: serviceMap(),
    zpw_enk: session.newKey(),
  };
  const rotated = session.takeRotated();
  const http = withCookies(sealed(key, 0, "Successful.", data), rotated === undefined ? [] : [rotated]);
  return { http, code: 0 };
}

function noteLogin({ journal }: PersonalParts, uid: string | undefined, code: number): void {
  journal.add({ kind: "web-login", ...(uid === undefined ? {} : { uid }), code });
}

/** The true answer is inside, encrypted; the outer code is never looked at. */
const sealed = (key: Buffer, code: number, message: string, data: unknown = null): HttpAnswer =>
  json(200, {
    error_code: 0,
    error_message: "Successful.",
    data: encrypt(key, JSON.stringify({ error_code: code, error_message: message, data })),
  });

const open = (code: number, message: string): HttpAnswer =>
  json(200, { error_code: code, error_message: message, data: null });

function parsed(text: string | undefined): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
