import type { ChannelError } from "channel-kit/outcome/channel-error";
import type { Lesson } from "channel-kit/pace/lessons";
import type { PacedMessage } from "channel-kit/pace/paced-message";
import { refusalOf, ZaloRefused } from "../session/refusal.ts";

/** What a send that Zalo refused says about how it sees the account; undefined when it says nothing. */
export function lessonOf(
  error: ChannelError,
  { chat, isFriend }: Pick<PacedMessage, "chat" | "isFriend">,
): Lesson | undefined {
  const code = error instanceof ZaloRefused ? ` (${error.zaloCode})` : "";
  switch (refusalOf(error)) {
    case "too-fast": {
      const { retryAfterMs } = error;
      const why = `Zalo says that the account sends too much${code}`;
      return { kind: "slow-down", why, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
    case "not-receiving":
      if (chat.kind === "group") return undefined;
      return { kind: "person-refuses", why: `Zalo says that the person does not receive it${code}` };
    case "no-relation":
      // Of friends and groups it means no more than that something in the request was wrong.
      if (chat.kind === "group" || isFriend) return undefined;
      return { kind: "person-refuses", why: `Zalo does not let strangers write to the person${code}` };
    default:
      return undefined;
  }
}
