import type { ChannelConfigUiHint } from "openclaw/plugin-sdk/channel-core";

/** How each setting is named where settings are edited in a form. Paths are relative to `channels.zalouser`. */
export const uiHints: Record<string, ChannelConfigUiHint> = {
  profile: {
    label: "Saved login",
    help: "Name of the login that the account uses; its own id when unset.",
    advanced: true,
  },
  dmPolicy: { label: "Who may write to the agent", help: "pairing, allowlist, open or disabled." },
  allowFrom: { label: "Allowed people", help: 'Zalo user ids or names of friends; "*" for everybody.' },
  groupPolicy: { label: "Groups", help: "open, allowlist or disabled." },
  groupAllowFrom: { label: "Allowed people in groups" },
  groups: { label: "Group rules", help: 'By group id or name, or "*".' },
  historyLimit: { label: "Group messages kept for the next answer", advanced: true },
  mediaMaxMb: { label: "Largest file, in MB", advanced: true },
  receipts: { label: "Receipts", help: "seen, delivered or off; only for people who may write." },
  replyToMode: { label: "Quote the message that is answered", help: "off, first or all." },
  proxy: { label: "Proxy", help: "http, https or socks5 address.", sensitive: true, advanced: true },
  language: { label: "Language of notices", help: "vi or en." },
  pace: {
    label: "Pace of sending",
    help: "Keeps the account from being banned: perMinute, burst, chatPerMinute, strangersPerHour (new people who are not friends), strangersPerDay (messages to such people), typing. Each has a safe default.",
    advanced: true,
  },
  quietHours: {
    label: "Quiet hours",
    help: "Nothing that nobody asked for goes out; with answers: hold, answers wait, too.",
    advanced: true,
  },
  unknownSends: {
    label: "Messages that may not have arrived",
    help: "repeat: send once more; hold: do not, and say so in the status.",
    advanced: true,
  },
  blockStreaming: { label: "Send long answers in blocks while they are written", advanced: true },
};
