import { ChannelError } from "channel-kit/outcome/channel-error";
import { z } from "zod";
import type { LoginName, SavedLogin } from "./credential-store.ts";
import { Sealed, seal, unseal } from "./seal.ts";

/** The variable that holds the key, for what the operator is told. */
const KEY_VARIABLE = "ZALOUSER_CREDENTIALS_KEY";
/** The form in which this version writes. */
const VERSION = 1;

const Login = z.object({
  imei: z.string().min(1),
  userAgent: z.string().min(1),
  language: z.string().min(1),
  cookies: z.array(z.record(z.string(), z.unknown())),
});

const LoginFile = z.discriminatedUnion("kind", [
  z.object({
    version: z.literal(VERSION),
    kind: z.literal("login"),
    generation: z.string().min(1),
    login: Login,
  }),
  z.object({
    version: z.literal(VERSION),
    kind: z.literal("sealed"),
    generation: z.string().min(1),
    sealed: Sealed,
  }),
  /** Left behind by a logout, so that whoever still saves that login sees that it is over. */
  z.object({ version: z.literal(VERSION), kind: z.literal("revoked") }),
]);
export type LoginFile = z.infer<typeof LoginFile>;

/** Reads what a file holds, without opening what is sealed. */
export function parseLoginFile(name: LoginName, text: string): LoginFile {
  const raw = asJson(text);
  const file = LoginFile.safeParse(raw);
  if (file.success) return file.data;
  const { version } = z.object({ version: z.int() }).safeParse(raw).data ?? {};
  if (version !== undefined && version > VERSION) {
    throw new ChannelError(
      "misconfigured",
      `Zalo account "${name.accountId}": its saved login was written by a newer version of the plugin.`,
      { fix: `Update the plugin, or forget the login: ${logoutCommand(name)}` },
    );
  }
  throw damaged(name);
}

/** The login in a file; undefined after a logout. Throws when it is sealed and the key does not open it. */
export async function loginIn(
  name: LoginName,
  file: LoginFile,
  key: string | undefined,
): Promise<SavedLogin | undefined> {
  if (file.kind === "revoked") return undefined;
  const { generation } = file;
  if (file.kind === "login") return { credentials: file.login, generation };
  if (key === undefined) throw locked(name, `is encrypted, and ${KEY_VARIABLE} is not set`);
  const text = await unseal(file.sealed, key, aboutOf(name, generation));
  if (text === undefined) throw locked(name, `does not open with the key in ${KEY_VARIABLE}`);
  const login = Login.safeParse(asJson(text));
  if (!login.success) throw damaged(name);
  return { credentials: login.data, generation };
}

/** What a login is written as: sealed as soon as there is a key. */
export async function writeLogin(
  name: LoginName,
  { credentials, generation }: SavedLogin,
  key: string | undefined,
): Promise<string> {
  const { imei, userAgent, language, cookies } = credentials;
  const login = { imei, userAgent, language, cookies };
  const file =
    key === undefined
      ? { version: VERSION, kind: "login", generation, login }
      : {
          version: VERSION,
          kind: "sealed",
          generation,
          sealed: await seal(JSON.stringify(login), key, aboutOf(name, generation)),
        };
  return `${JSON.stringify(file, null, 2)}\n`;
}

export const REVOKED = `${JSON.stringify({ version: VERSION, kind: "revoked" }, null, 2)}\n`;

const aboutOf = ({ profile }: LoginName, generation: string): string =>
  `zalouser ${VERSION} ${profile} ${generation}`;

const logoutCommand = ({ accountId }: LoginName): string =>
  `openclaw channels logout --channel zalouser --account ${accountId}`;

function locked(name: LoginName, what: string): ChannelError {
  return new ChannelError("misconfigured", `Zalo account "${name.accountId}": its saved login ${what}.`, {
    fix: `Give the gateway the key that it was saved with in ${KEY_VARIABLE}. When the key is lost, forget the login with ${logoutCommand(name)} and log in again.`,
  });
}

function damaged(name: LoginName): ChannelError {
  return new ChannelError("storage", `Zalo account "${name.accountId}": its saved login is damaged.`, {
    fix: `Restore its file from a backup, or forget the login with ${logoutCommand(name)} and log in again.`,
    retryable: false,
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
