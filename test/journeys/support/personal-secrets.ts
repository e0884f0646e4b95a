import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findSecrets } from "../../support/secrets.ts";
import { SHORTEST_SECRET } from "./settings-secrets.ts";

/** The one place where a login may lie. */
const LOGIN_FILES = /^state\/zalouser\/credentials\/[^/.][^/]*\.json$/;
/** What commands have printed. */
const PRINTED = /^commands\.out$/;

/** What the run of a gateway on a personal account knows, and may not have written down. */
export interface PersonalSecrets {
  /** By which somebody could act as an account: they lie in the file of its login, and nowhere else. */
  logins: Iterable<string>;
  /** Of the settings, such as the password of a proxy: they stand in the configuration, and nowhere else. */
  settings: Iterable<string>;
  /** What a command was asked to show, such as the picture of a QR code: it is kept nowhere. */
  shown: Iterable<string>;
}

/** Looks through every file that a gateway and its commands have written. Throws with the place of every find. */
export function assertNothingLeaked(folder: string, { logins, settings, shown }: PersonalSecrets): void {
  const saved = savedBelow(join(folder, "state", "zalouser", "credentials"));
  const found = [
    ...findSecrets(folder, [...new Set([...logins, ...saved])], { allow: LOGIN_FILES }).map(of("a login")),
    ...findSecrets(folder, [...settings]).map(of("the settings")),
    ...findSecrets(folder, [...shown], { allow: PRINTED }).map(of("what a command showed")),
  ];
  if (found.length > 0) throw new Error(`Secrets were written down:\n${found.join("\n")}`);
}

const of = (what: string) => (place: string) => `  of ${what}: ${place}`;

/** Every text in the saved logins that is long enough to be a secret. */
function savedBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const { login } = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
        login?: { imei: string; cookies: { value?: unknown }[] };
      };
      if (login === undefined) return [];
      return [login.imei, ...login.cookies.map(({ value }) => String(value))];
    })
    .filter((text) => text.length >= SHORTEST_SECRET);
}
