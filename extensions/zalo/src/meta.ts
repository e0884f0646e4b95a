import type { ChannelPlugin } from "openclaw/plugin-sdk/channel-core";

/** How the channel introduces itself; `package.json` carries the same words for when no code is loaded. */
export const META: ChannelPlugin["meta"] = {
  id: "zalo",
  label: "Zalo",
  selectionLabel: "Zalo (Bot API)",
  docsPath: "/channels/zalo",
  docsLabel: "zalo",
  blurb: "Official Zalo bots, by long polling or webhook.",
  aliases: ["zl"],
  order: 80,
  quickstartAllowFrom: true,
};
