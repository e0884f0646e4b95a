import type { ChannelPlugin } from "openclaw/plugin-sdk/channel-core";

/** How the channel introduces itself; `package.json` carries the same words for when no code is loaded. */
export const META: ChannelPlugin["meta"] = {
  id: "zalouser",
  label: "Zalo Personal",
  selectionLabel: "Zalo (personal account)",
  docsPath: "/channels/zalouser",
  docsLabel: "zalouser",
  blurb: "A personal Zalo account, logged in by QR code. Unofficial: Zalo may lock the account.",
  aliases: ["zlu"],
  order: 85,
  quickstartAllowFrom: false,
};
