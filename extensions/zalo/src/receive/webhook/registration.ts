import { createHmac } from "node:crypto";
import type { Ledger } from "channel-kit/inbox/ledger";
import { z } from "zod";
import type { WebhookSettings } from "../../config/webhook.ts";
import type { WebhookTrial } from "../../status/webhook-trial.ts";

/** Under which key the ledger remembers what Zalo was told last. */
const KEY = "webhook:registered";

const Registered = z.object({
  url: z.string(),
  /** Says whether URL or secret have changed, and nothing about them to whoever lacks the token. */
  proof: z.string(),
  /** What Zalo found when it tried the webhook, if that was bad and has not been disproved since. */
  trial: z.object({ outcome: z.string(), status: z.number().optional() }).optional(),
});

/** What Zalo was told last about where to send an account's events. */
export type Registered = z.infer<typeof Registered>;

export async function readRegistered(ledger: Ledger): Promise<Registered | undefined> {
  return Registered.safeParse((await ledger.get(KEY))?.value).data;
}

export async function writeRegistered(
  ledger: Ledger,
  { url, proof, trial }: { url: string; proof: string; trial?: WebhookTrial | undefined },
): Promise<void> {
  await ledger.put(KEY, { url, proof, ...(trial === undefined ? {} : { trial }) });
}

export async function forgetRegistered(ledger: Ledger): Promise<void> {
  await ledger.delete(KEY);
}

/** Changes with URL, secret and token. */
export function proofOf({ url, secret }: WebhookSettings, token: string): string {
  return createHmac("sha256", token)
    .update(JSON.stringify([url, secret]))
    .digest("base64url");
}

/** Whether two addresses are the same, however they are written. */
export function isSameUrl(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return (
    (URL.canParse(left) ? new URL(left).href : left) === (URL.canParse(right) ? new URL(right).href : right)
  );
}
