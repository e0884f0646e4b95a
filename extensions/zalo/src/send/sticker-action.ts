import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ChannelMessageActionAdapter } from "openclaw/plugin-sdk/channel-contract";
import { resolveAccount } from "../config/accounts.ts";
import { sendStickers } from "./outbound.ts";

type HandleAction = NonNullable<ChannelMessageActionAdapter["handleAction"]>;
type ActionContext = Parameters<HandleAction>[0];
type ActionResult = Awaited<ReturnType<HandleAction>>;

/** An id as stickers.zaloapp.com shows it, such as `0e078a2fb66a5f34067b`. */
const STICKER_ID = /^[\w-]{4,64}$/;

/** Sends the stickers that a tool call or `openclaw message sticker send` names, in order. */
export async function handleSticker(context: ActionContext): Promise<ActionResult> {
  const { cfg, params } = context;
  const accountId = context.accountId ?? null;
  const ids = [params["stickerId"]].flat().map((id) => String(id ?? "").trim());
  const wrong = ids.find((id) => !STICKER_ID.test(id));
  if (wrong !== undefined) {
    throw new ChannelError(
      "misconfigured",
      `Zalo account "${resolveAccount(cfg, accountId).accountId}": "${wrong}" is not the id of a Zalo sticker.`,
      { fix: "Take it from stickers.zaloapp.com; it looks like 0e078a2fb66a5f34067b." },
    );
  }
  const to = String(params["to"] ?? "");
  const message = typeof params["message"] === "string" ? params["message"] : "";
  const { receipt } = await sendStickers({ ...context, to, accountId }, ids, message);
  const details = { ok: true, channel: "zalo", to, messageIds: receipt.platformMessageIds };
  return { content: [{ type: "text", text: JSON.stringify(details) }], details };
}
