import { OWN_WORD, type SpeaksAs } from "../notice/own-word.ts";

export interface Challenge {
  /** The channel's id on the command line: `zalo` or `zalouser`. */
  channelId: string;
  /** Left out for the default account, whose command needs no flag. */
  accountId?: string;
  speaksAs: SpeaksAs;
  senderId: string;
  code: string;
}

/**
 * What a stranger receives: Vietnamese first, English below. Plain text, to be sent without a parse mode:
 * Zalo shows back-ticks and fences as they are. The code and the id stand alone on their lines, so that
 * a long press copies just them.
 */
export function challengeText(challenge: Challenge): string {
  const { vi, en } = OWN_WORD[challenge.speaksAs];
  return [
    `Bạn chưa được phép trò chuyện với ${vi} này. Hãy gửi mã dưới đây cho chủ ${vi} để được duyệt.`,
    "Mã có hiệu lực trong một giờ.",
    "",
    "Mã ghép nối:",
    challenge.code,
    "",
    "ID Zalo của bạn:",
    challenge.senderId,
    "",
    `Chủ ${vi} duyệt bằng lệnh:`,
    approveCommand(challenge),
    "",
    `English: you may not chat with this ${en} yet. Send the code above to the ${en}'s owner, who lets you in ` +
      "with the command above. The code expires in one hour.",
  ].join("\n");
}

/** The exact command that approves this challenge. */
export function approveCommand({ channelId, accountId, code }: Challenge): string {
  const account = accountId === undefined ? "" : ` --account ${accountId}`;
  return `openclaw pairing approve ${channelId} ${code}${account}`;
}

/** What somebody receives when they have been approved and the operator asked for it to be said. */
export const APPROVED_TEXT =
  "Bạn đã được duyệt. Hãy nhắn lại để bắt đầu trò chuyện.\n\n" +
  "English: you have been approved. Write again to start.";
