import { createHash, randomUUID } from "node:crypto";
import type { NewCookie } from "../http/cookies.ts";
import type { Session } from "./session.ts";

/** A cookie as tough-cookie writes it down. */
export type SavedCookie = {
  key: string;
  value: string;
  domain: string;
  path: string;
  expires: string;
  maxAge: number;
  secure: boolean;
  httpOnly: boolean;
  hostOnly: boolean;
  creation: string;
  lastAccessed: string;
};

/** What a client keeps of a login, and logs in with again. */
export interface Credentials {
  cookie: SavedCookie[];
  imei: string;
  userAgent: string;
  language: string;
}

/** The credentials of a session, as if a client had scanned its way in and saved them. */
export function credentialsOf(session: Session): Credentials {
  const { userAgent } = session;
  const print = createHash("md5").update(userAgent).digest("hex");
  return {
    cookie: session.cookies.map(saved),
    imei: `${randomUUID()}-${print}`,
    userAgent,
    language: "vi",
  };
}

function saved({ name, value, domain, maxAgeSeconds }: NewCookie): SavedCookie {
  const now = new Date();
  return {
    key: name,
    value,
    domain: domain.replace(/^\./, ""),
    path: "/",
    expires: new Date(now.getTime() + maxAgeSeconds * 1000).toISOString(),
    maxAge: maxAgeSeconds,
    secure: true,
    httpOnly: true,
    hostOnly: false,
    creation: now.toISOString(),
    lastAccessed: now.toISOString(),
  };
}
