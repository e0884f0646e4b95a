/** Whether a terminal speaks Vietnamese; told from the same variables as the gateway's own set-up. */
export function isVietnamese(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = ["OPENCLAW_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"]
    .map((name) => env[name]?.trim() ?? "")
    .find((value) => value !== "");
  return /^vi(?:[_.@-]|$)/i.test(locale ?? "");
}
