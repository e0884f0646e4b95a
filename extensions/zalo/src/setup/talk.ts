import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { promptSingleChannelSecretInput, type WizardPrompter } from "openclaw/plugin-sdk/setup";
import type { ZaloAccountConfig } from "../config/schema.ts";
import type { Words } from "./words-en.ts";

/** How the gateway names the errors by which an operator leaves a question. */
const LEAVING: ReadonlySet<string> = new Set(["WizardCancelledError", "WizardNavigationError"]);

/** The conversation with whoever sets an account up. */
export interface Talk {
  prompter: WizardPrompter;
  words: Words;
  accountId: string;
  /** Secrets may only be referred to, not written into the configuration. */
  referencesOnly: boolean;
}

/** A reference to a secret, and what it holds now. */
interface Reference {
  ref: NonNullable<ZaloAccountConfig["botToken"]>;
  value: string;
}

/**
 * Has the gateway's own questions find a secret. Undefined when what was named does not exist; the operator
 * has been told.
 */
export async function askReference(
  { prompter, words }: Talk,
  cfg: OpenClawConfig,
  what: { label: "bot token" | "webhook secret"; proposedVariable?: string },
): Promise<Reference | undefined> {
  try {
    const answer = await promptSingleChannelSecretInput({
      cfg,
      prompter,
      providerHint: "zalo",
      credentialLabel: what.label,
      secretInputMode: "ref",
      // What is present has been offered already, and so has the environment.
      accountConfigured: false,
      hasConfigToken: false,
      canUseEnv: false,
      envPrompt: "",
      keepPrompt: "",
      inputPrompt: what.label,
      ...(what.proposedVariable === undefined ? {} : { preferredEnvVar: what.proposedVariable }),
    });
    return answer.action === "set" ? { ref: answer.value, value: answer.resolvedValue } : undefined;
  } catch (error) {
    // Leaving and going back are errors of the gateway's, which it wants to see.
    if (!(error instanceof Error) || LEAVING.has(error.name)) throw error;
    await prompter.note(error.message, words.unavailableTitle);
    return undefined;
  }
}
