import type { NoticeLanguage } from "./own-word.ts";

/** What a reader is told in place of pictures and files that could not be sent. One line, without markup. */
export function sorryText(language: NoticeLanguage, count: number): string {
  if (language === "vi") {
    return count === 1
      ? "(Xin lỗi bạn, có một hình hoặc tệp hiện chưa gửi được.)"
      : `(Xin lỗi bạn, có ${count} hình hoặc tệp hiện chưa gửi được.)`;
  }
  return count === 1
    ? "(Sorry, a picture or file could not be sent.)"
    : `(Sorry, ${count} pictures or files could not be sent.)`;
}
