/** What the local model knows. The first rule whose words occur in a message answers it; else it repeats it. */
interface Phrase {
  /** Compared with the message without accents or case, as whole words. */
  words: readonly string[];
  answer(now: Date): string;
}

const PHRASES: readonly Phrase[] = [
  { words: ["dai", "long"], answer: () => longAnswer() },
  { words: ["dinh dang", "kieu chu", "format", "style"], answer: () => FORMATTED },
  {
    words: ["may gio", "what time"],
    answer: (now) => `Bây giờ là ${clock(now)}. (It is ${clock(now)}.)`,
  },
  {
    words: ["cam on", "thanks", "thank you"],
    answer: () => "Không có gì! Cần gì bạn cứ nhắn tiếp nhé. 😊",
  },
  {
    words: ["giup", "help"],
    answer: () =>
      [
        "Mình là mô hình mẫu chạy ngay trên máy bạn. Mình hiểu:",
        "- xin chào / hello",
        "- mấy giờ / what time",
        "- cảm ơn / thanks",
        "- dài / long: một câu trả lời dài, để xem Zalo nhận từng phần",
        "- định dạng / format: chữ đậm, nghiêng, danh sách",
        "Những câu khác mình chỉ nhắc lại.",
      ].join("\n"),
  },
  {
    words: ["tam biet", "bye"],
    answer: () => "Tạm biệt, hẹn gặp lại bạn!",
  },
  {
    words: ["xin chao", "chao", "hello", "hi"],
    answer: () => "Chào bạn! Mình nghe đây. Hãy thử nhắn “giúp”, “mấy giờ”, “định dạng” hoặc “dài”.",
  },
];

/** What a model's markup looks like on the reader's phone. */
const FORMATTED = [
  "# Bảng giá hôm nay",
  "",
  "Hoa hồng **đỏ** đang _giảm giá_, hoa cúc thì ~~hết~~ **còn**.",
  "",
  "- Hoa hồng: **15.000đ**",
  "- Hoa cúc: **8.000đ**",
  "",
  "1. Chọn hoa",
  "2. Nhắn địa chỉ",
  "3. Nhận hoa trong `2 giờ`",
  "",
  "> Giao miễn phí trong chung cư.",
].join("\n");

/** The local model's answer; never empty. */
export function answerTo(text: string, now: Date = new Date()): string {
  const heard = ` ${plain(text)} `;
  const phrase = PHRASES.find(({ words }) => words.some((word) => heard.includes(` ${word} `)));
  if (phrase !== undefined) return phrase.answer(now);
  return text.trim() === "" ? "Bạn vừa gửi một tin không có chữ." : `Mình nghe bạn nói “${text.trim()}”.`;
}

/** Lower case, no accents, single spaces between words: what people type varies in all of these. */
function plain(text: string): string {
  return (
    text
      .normalize("NFD")
      .replace(/\p{Mark}/gu, "")
      .toLowerCase()
      // The one letter whose stroke is no accent.
      .replace(/đ/g, "d")
      .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
      .trim()
  );
}

const clock = (now: Date): string =>
  `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;

/** Enough for several messages of 2000 characters, with a fenced block that has to survive the cutting. */
const LONG_ANSWER_LINES = 60;

function longAnswer(): string {
  const numbered = (from: number, to: number) =>
    Array.from(
      { length: to - from + 1 },
      (_, index) => `${from + index}. Đây là dòng thứ ${from + index} của một câu trả lời dài.`,
    );
  const code = Array.from({ length: 12 }, (_, index) => `console.log("dòng ${index + 1}");`);
  const half = LONG_ANSWER_LINES / 2;
  return [
    "Một câu trả lời dài, được chia thành nhiều tin nhắn:",
    "",
    ...numbered(1, half),
    "",
    "```js",
    ...code,
    "```",
    "",
    ...numbered(half + 1, LONG_ANSWER_LINES),
  ].join("\n");
}
