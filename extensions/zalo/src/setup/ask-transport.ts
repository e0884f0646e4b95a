import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { mergedSettings } from "../config/places.ts";
import type { ZaloAccountConfig } from "../config/schema.ts";
import { isRoutePath, isWebhookSecret } from "../config/webhook-form.ts";
import { askReference, type Talk } from "./talk.ts";
import { makeSecret, urlProblem } from "./webhook-input.ts";
import { withoutWebhook, writeAccount } from "./write-account.ts";

/** The route that is proposed when the public address has no path of its own. */
const PROPOSED_PATH = "/zalo";

/** Asks how messages reach the bot, and for what a webhook needs. */
export async function askTransport(talk: Talk, cfg: OpenClawConfig): Promise<OpenClawConfig> {
  const { prompter, words, accountId } = talk;
  const present = mergedSettings(cfg, accountId);
  const way = await prompter.select<"polling" | "webhook">({
    message: words.transport,
    options: [
      { value: "polling", label: words.polling, hint: words.pollingHint },
      { value: "webhook", label: words.webhook, hint: words.webhookHint },
    ],
    initialValue: present.webhookUrl ? "webhook" : "polling",
  });
  if (way === "polling") return withoutWebhook(cfg, accountId);
  const webhookUrl = await askUrl(talk, present.webhookUrl);
  const { pathname } = new URL(webhookUrl);
  const path = await prompter.text({
    message: words.webhookPath,
    initialValue: present.webhookPath ?? (pathname === "/" ? PROPOSED_PATH : pathname),
    validate: (raw) => (isRoutePath(raw) ? undefined : words.pathProblem),
  });
  const webhookPath = path.trim() === pathname ? undefined : path.trim();
  const webhookSecret = await askSecret(talk, cfg, present.webhookSecret);
  return writeAccount(cfg, accountId, { webhookUrl, webhookPath, webhookSecret });
}

async function askUrl({ prompter, words }: Talk, present: string | undefined): Promise<string> {
  const url = await prompter.text({
    message: words.webhookUrl,
    placeholder: "https://shop.example.org/zalo",
    ...(present ? { initialValue: present } : {}),
    validate: (raw) => {
      const problem = urlProblem(raw);
      return problem === undefined ? undefined : words.urlProblems[problem];
    },
  });
  return url.trim();
}

async function askSecret(
  talk: Talk,
  cfg: OpenClawConfig,
  present: ZaloAccountConfig["webhookSecret"],
): Promise<NonNullable<ZaloAccountConfig["webhookSecret"]>> {
  const { prompter, words, referencesOnly } = talk;
  while (true) {
    const way = await prompter.select<"keep" | "make" | "type" | "reference">({
      message: words.secret,
      options: [
        ...(present === undefined ? [] : [{ value: "keep" as const, label: words.keepSecret }]),
        ...(referencesOnly
          ? []
          : [
              { value: "make" as const, label: words.makeSecret },
              { value: "type" as const, label: words.typeSecret },
            ]),
        { value: "reference", label: words.asReference, hint: words.asReferenceHint },
      ],
    });
    if (way === "keep" && present !== undefined) return present;
    if (way === "make") return makeSecret();
    if (way === "type") {
      return await prompter.text({
        message: words.theSecret,
        sensitive: true,
        validate: (raw) => (isWebhookSecret(raw) ? undefined : words.secretProblem),
      });
    }
    const found = await askReference(talk, cfg, { label: "webhook secret" });
    if (found === undefined) continue;
    if (isWebhookSecret(found.value)) return found.ref;
    await prompter.note(words.secretProblem, words.theSecret);
  }
}
