import { z } from "zod";
import { json } from "../http/answers.ts";
import type { HttpAnswer } from "../http/deliver.ts";
import type { Person } from "../world/person.ts";
import { decrypt, encrypt } from "./aes.ts";
import type { PersonalParts, Prepare, Prepared, Ran } from "./endpoint.ts";
import type { Service } from "./hosts.ts";
import { withCookies } from "./page.ts";
import type { Session } from "./session.ts";
import type { WebRequest } from "./web-request.ts";

/** A call that may be carried out: whose it is and what it says. */
export interface WebCall<P> {
  readonly owner: Person;
  readonly params: P;
  readonly request: WebRequest;
  readonly parts: PersonalParts;
}

/** What a call answers, and what happens once that has left. `afterwards` must not reject. */
export interface CallResult {
  data: unknown;
  afterwards?: () => Promise<void> | void;
}

/** One call of a logged-in client. */
export interface CallSpec<P> {
  service: Service;
  path: string;
  /** What the decrypted `params` must look like; a call without any gets `{}`. */
  params: z.ZodType<P>;
  /** Answers without encryption; zca-js reads `keepalive` so. */
  unencrypted?: true;
  /** May throw `Refused` instead of answering. */
  run(call: WebCall<P>): CallResult | Promise<CallResult>;
}

/** A call in the table: where it is, and how a request to there is read. */
export interface SessionCall {
  service: Service;
  path: string;
  prepare: Prepare;
}

/** Ends a call with Zalo's own "no". */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Parameters that are missing or make no sense; zca-js users report it for people one has no relation with too. */
export const invalidParams = (): Refused => new Refused(114, "Tham số không hợp lệ");

/** A number that older clients send as text. */
export const Count = z.coerce.number().int();
/** An id: digits, and a string wherever it may be long. */
export const Id = z.union([z.string(), z.number()]).transform(String);

/** Wraps what a call does in everything that all calls share: session, decryption, encryption, cookies. */
export function defineCall<P>(spec: CallSpec<P>): SessionCall {
  return {
    service: spec.service,
    path: spec.path,
    prepare: (request, parts) => prepare(spec, request, parts),
  };
}

function prepare<P>(spec: CallSpec<P>, request: WebRequest, parts: PersonalParts): Prepared {
  const found = parts.sessionOf(request);
  const call = spec.path.replace(/^\/(?:api\/)?/, "");
  if ("code" in found) {
    const http = plainly(found.code, found.message);
    return { call, params: {}, refuse: plainly, run: () => ({ http, code: found.code }) };
  }
  const opened = openParams(request, found.keys);
  const seal = spec.unencrypted ? plainly : sealedWith(opened?.key ?? found.keys[0]);
  return {
    call,
    uid: found.person.uid,
    threadId: threadOf(opened?.params),
    params: withoutImei(opened?.params ?? {}),
    refuse: seal,
    run: async () => {
      const ran = await carryOut(spec, { session: found, request, parts, opened, seal });
      const rotated = found.takeRotated();
      if (rotated === undefined || ran.http === undefined) return ran;
      return { ...ran, http: withCookies(ran.http, [rotated]) };
    },
  };
}

type Seal = (code: number, message: string, data?: unknown) => HttpAnswer;

async function carryOut<P>(
  spec: CallSpec<P>,
  {
    session,
    request,
    parts,
    opened,
    seal,
  }: { session: Session; request: WebRequest; parts: PersonalParts; opened: Opened | undefined; seal: Seal },
): Promise<Ran> {
  try {
    const params = spec.params.safeParse(opened?.params);
    if (!params.success) throw invalidParams();
    const { data, afterwards } = await spec.run({
      owner: session.person,
      params: params.data,
      request,
      parts,
    });
    return { http: seal(0, "Successful.", data), code: 0, afterwards };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { http: seal(error.code, error.message), code: error.code };
  }
}

interface Opened {
  key: Buffer | undefined;
  params: Readonly<Record<string, unknown>>;
}

/** The parameters, with the key that opened them; undefined when none of the session's does. */
function openParams({ form, query }: WebRequest, keys: readonly Buffer[]): Opened | undefined {
  const sealed = form.get("params") ?? query.get("params");
  if (sealed === null) return { key: keys[0], params: {} };
  for (const key of keys) {
    const text = decrypt(key, sealed);
    const params = text === undefined ? undefined : asObject(text);
    if (params !== undefined) return { key, params };
  }
  return undefined;
}

function asObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const plainly: Seal = (code, message, data = null) =>
  json(200, { error_code: code, error_message: message, data });

/** The answer inside an encrypted envelope; in the open for a session that never fetched a key. */
const sealedWith =
  (key: Buffer | undefined): Seal =>
  (code, message, data = null) => {
    if (key === undefined) return plainly(code, message, data);
    const inner = JSON.stringify({ error_code: code, error_message: message, data });
    return json(200, { error_code: 0, error_message: "Successful.", data: encrypt(key, inner) });
  };

function threadOf(params: Opened["params"] | undefined): string | undefined {
  const id = params?.["toid"] ?? params?.["toId"] ?? params?.["grid"] ?? params?.["group_id"];
  return id === undefined ? undefined : String(id);
}

/** The device's id has no business in a journal. */
const withoutImei = ({ imei: _imei, ...params }: Opened["params"]): Opened["params"] => params;
