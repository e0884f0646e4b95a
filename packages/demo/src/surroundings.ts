import { UsageError } from "./arguments.ts";
import type { ModelAddress } from "./gateway-config.ts";

/** Which Zalo and which model the demo uses, by what the environment holds. */
export interface Surroundings {
  /** The real bot's token; undefined for the simulated Zalo. */
  botToken: string | undefined;
  /** Where the bot's API is, when not at Zalo's own address. */
  apiUrl: string | undefined;
  /** A model that somebody else runs; undefined for the small local one. */
  model: (ModelAddress & { name: string }) | undefined;
  /** What the gateway and its commands must be given of our environment, by name. */
  toPassOn: Readonly<Record<string, string>>;
}

const OPENAI_URL = "https://api.openai.com/v1";
/** Cheap, and answers in a second or two. */
const OPENAI_MODEL = "gpt-4o-mini";

/** Reads the environment. Throws `UsageError` when it contradicts itself. */
export function readSurroundings(env: NodeJS.ProcessEnv): Surroundings {
  const read = (name: string) => env[name]?.trim() || undefined;
  const botToken = read("ZALO_BOT_TOKEN");
  const apiUrl = botToken === undefined ? undefined : read("ZALO_API_URL");
  const key = read("OPENAI_API_KEY");
  const url = read("OPENAI_BASE_URL");
  const name = read("OPENAI_MODEL");
  const toPassOn = {
    ...(botToken === undefined ? {} : { ZALO_BOT_TOKEN: botToken }),
    ...(apiUrl === undefined ? {} : { ZALO_API_URL: apiUrl }),
    ...(key === undefined ? {} : { OPENAI_API_KEY: key }),
  };
  if (key === undefined && url === undefined) {
    if (name !== undefined) {
      throw new UsageError("OPENAI_MODEL is set, but neither OPENAI_API_KEY nor OPENAI_BASE_URL says where.");
    }
    return { botToken, apiUrl, model: undefined, toPassOn };
  }
  if (url !== undefined && !URL.canParse(url)) throw new UsageError("OPENAI_BASE_URL is not a URL.");
  if (url !== undefined && name === undefined) {
    throw new UsageError("OPENAI_BASE_URL is set; name the model there with OPENAI_MODEL.");
  }
  const model = {
    url: (url ?? OPENAI_URL).replace(/\/+$/, ""),
    name: name ?? OPENAI_MODEL,
    // Only the name of the variable is written down.
    ...(key === undefined ? {} : { key: reference("OPENAI_API_KEY") }),
  };
  return { botToken, apiUrl, model, toPassOn };
}

/** What of our environment is about a real personal account. */
const PERSONAL = ["ZALOUSER_PROFILE", "ZCA_PROFILE", "ZALOUSER_CREDENTIALS_KEY", "ZALOUSER_API_URL"] as const;

/** The environment of a real personal account, to be passed on. */
export const readPersonal = (env: NodeJS.ProcessEnv): Readonly<Record<string, string>> =>
  Object.fromEntries(
    PERSONAL.flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value] as const] : [];
    }),
  );

/** How the gateway's configuration refers to a variable of its environment. */
const reference = (name: string) => `\${${name}}`;

/** Two lines that say what is in use, without a secret. */
export function describeSurroundings(
  { botToken, apiUrl, model }: Surroundings,
  { isReal, hasPersonal }: { isReal: boolean; hasPersonal: boolean },
): string {
  const as = [
    ...(botToken === undefined ? [] : ["as the bot of ZALO_BOT_TOKEN"]),
    ...(hasPersonal ? ["with a personal account"] : []),
  ].join(" and ");
  const zalo = isReal
    ? `the real one${apiUrl === undefined ? "" : " (at ZALO_API_URL)"}, ${as}`
    : "simulated, on this machine only (--real uses the real one)";
  const thinks =
    model === undefined
      ? "a small local one that knows a few phrases and repeats the rest (OPENAI_API_KEY uses a real one)"
      : `${model.name} at ${new URL(model.url).host}`;
  return `Zalo:  ${zalo}\nModel: ${thinks}`;
}
