import type { AttachmentKind } from "../envelope/envelope.ts";
import { megabytes, type Unfetched } from "../media/unfetched.ts";
import { type NoticeLanguage, OWN_WORD, type SpeaksAs } from "./own-word.ts";

/** Something that a person has to be told because no answer of the agent's can say it. */
export type Notice =
  /** The message has nothing in it that the agent could read. */
  | { kind: "unreadable" }
  /** A picture or voice message could not be fetched; the agent answers the rest. */
  | { kind: "unfetched"; unfetched: Unfetched };

type Words = Readonly<Record<NoticeLanguage, string>>;

/** Where it is the platform that keeps messages back, people are told so. */
const KEPT_FROM_BOTS: Words = {
  vi: "\n\nZalo không chuyển cho bot một số loại tin nhắn và tin nhắn của một số tài khoản.",
  en: "\n\nZalo keeps some kinds of messages, and those of some accounts, from bots.",
};

const NAME: Readonly<Record<AttachmentKind, Words>> = {
  image: { vi: "ảnh", en: "picture" },
  voice: { vi: "tin nhắn thoại", en: "voice message" },
  video: { vi: "video", en: "video" },
  file: { vi: "tệp", en: "file" },
  sticker: { vi: "sticker", en: "sticker" },
};

/** What the person reads. One short text, without markup. */
export function noticeText(notice: Notice, language: NoticeLanguage, speaksAs: SpeaksAs): string {
  const word = OWN_WORD[speaksAs][language];
  // A bot is one of its kind in a chat; "account" alone would be the reader's.
  const self = language === "en" ? `this ${word}` : speaksAs === "bot" ? word : `${word} này`;
  if (notice.kind === "unreadable") {
    return unreadable(self, language) + (speaksAs === "bot" ? KEPT_FROM_BOTS[language] : "");
  }
  return language === "vi" ? inVietnamese(self, notice.unfetched) : inEnglish(self, notice.unfetched);
}

function unreadable(self: string, language: NoticeLanguage): string {
  return language === "vi"
    ? `Xin lỗi bạn, ${self} chưa đọc được loại tin nhắn này. Bạn hãy viết bằng chữ, hoặc gửi ảnh hay tin nhắn thoại nhé.`
    : `Sorry, ${self} cannot read this kind of message. Please write text, or send a picture or a voice message.`;
}

function inVietnamese(self: string, unfetched: Unfetched): string {
  const name = NAME[unfetched.kind].vi;
  switch (unfetched.why) {
    case "too-large": {
      const smaller = unfetched.kind === "voice" ? "ngắn" : "nhỏ";
      const limit = megabytes(unfetched.limitBytes, "vi");
      return `Xin lỗi bạn, ${self} không mở được ${name} bạn vừa gửi vì lớn hơn ${limit} MB. Bạn gửi lại ${name} ${smaller} hơn nhé.`;
    }
    case "gone":
    case "unreachable":
      return `Xin lỗi bạn, ${self} chưa tải được ${name} bạn vừa gửi. Bạn gửi lại giúp nhé.`;
    case "wrong-type":
    case "refused":
      return `Xin lỗi bạn, ${self} không mở được ${name} bạn vừa gửi. Bạn gửi lại ở dạng khác, hoặc viết bằng chữ nhé.`;
    default:
      return unfetched satisfies never;
  }
}

function inEnglish(self: string, unfetched: Unfetched): string {
  const name = NAME[unfetched.kind].en;
  switch (unfetched.why) {
    case "too-large": {
      const smaller = unfetched.kind === "voice" ? "shorter" : "smaller";
      const limit = megabytes(unfetched.limitBytes, "en");
      return `Sorry, ${self} could not open the ${name} you sent, because it is larger than ${limit} MB. Please send a ${smaller} one.`;
    }
    case "gone":
    case "unreachable":
      return `Sorry, ${self} could not fetch the ${name} you sent. Please send it again.`;
    case "wrong-type":
    case "refused":
      return `Sorry, ${self} could not open the ${name} you sent. Please send it in another form, or write text.`;
    default:
      return unfetched satisfies never;
  }
}
