/** Settings of a channel that hold a secret. */
const SECRET_SETTINGS: ReadonlySet<string> = new Set(["botToken", "webhookSecret"]);

/** A shorter one is refused by the plugin, and too short to be looked for. */
export const SHORTEST_SECRET = 8;

/** The secrets that stand in a channel's settings; of a proxy its password. */
export function secretsIn(settings: unknown): string[] {
  if (typeof settings !== "object" || settings === null) return [];
  return Object.entries(settings).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== "string") return secretsIn(value);
    const secret = SECRET_SETTINGS.has(key) ? value : key === "proxy" ? new URL(value).password : "";
    return secret.length >= SHORTEST_SECRET ? [secret] : [];
  });
}
