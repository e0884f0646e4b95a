import type { ChannelConfigUiHint } from "openclaw/plugin-sdk/channel-core";

/** How each setting is named where settings are edited in a form. Paths are relative to `channels.zalo`. */
export const uiHints: Record<string, ChannelConfigUiHint> = {
  botToken: {
    label: "Bot token",
    help: "From Zalo Bot Creator; looks like 1234567890:AbC….",
    sensitive: true,
  },
  tokenFile: { label: "Token file", help: "A file that holds only the token; no symbolic link." },
  dmPolicy: { label: "Who may write to the bot", help: "pairing, allowlist, open or disabled." },
  allowFrom: { label: "Allowed people", help: 'Zalo ids; "*" for everybody.' },
  groupPolicy: { label: "Groups", help: "open, allowlist or disabled." },
  groupAllowFrom: { label: "Allowed people in groups" },
  groups: { label: "Group rules", help: 'By group id, or "*".' },
  historyLimit: { label: "Group messages kept for the next answer", advanced: true },
  webhookUrl: {
    label: "Webhook address",
    help: "Public https address of this gateway, path included. Unset: long polling.",
  },
  webhookSecret: {
    label: "Webhook secret",
    help: "8 to 256 characters that Zalo sends along.",
    sensitive: true,
  },
  webhookPath: {
    label: "Webhook path on the gateway",
    help: "Unset: the path of the address.",
    advanced: true,
  },
  publicUrl: {
    label: "Public address for files",
    help: "Where Zalo can fetch pictures and files from this gateway; not needed with a webhook.",
    advanced: true,
  },
  mediaMaxMb: { label: "Largest picture or voice message, in MB", advanced: true },
  proxy: { label: "Proxy", help: "http, https or socks5 address.", sensitive: true, advanced: true },
  language: { label: "Language of notices", help: "vi or en." },
  pollers: { label: "Polls kept open at once", advanced: true },
  format: { label: "Formatting", help: "markdown: bold, lists and the like; plain: text alone." },
  unknownSends: {
    label: "Messages that may not have arrived",
    help: "repeat: send once more; hold: do not, and say so in the status.",
    advanced: true,
  },
  blockStreaming: { label: "Send long answers in blocks while they are written", advanced: true },
};
