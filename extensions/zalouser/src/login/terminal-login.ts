import { ChannelError } from "channel-kit/outcome/channel-error";
import type { LoginStep } from "./qr-login.ts";
import type { QrPicture } from "./qr-picture.ts";
import { type DrawnQr, drawQr } from "./terminal-qr.ts";
import type { Words } from "./words-en.ts";

/** Where a login is shown. */
export interface Screen {
  /** False for a file or a pipe, which gets plain lines one after the other. */
  isTerminal: boolean;
  columns: number;
  rows: number;
  write(text: string): void;
}

export interface TerminalLogin {
  screen: Screen;
  words: Words;
  /** How the operator starts the same login once more. */
  command: string;
  /** The environment variable by which a picture is asked for. */
  pictureVariable: string;
  /** Where the code is kept as a picture, when that was asked for. */
  picture?: QrPicture;
}

/** Bright white on black, because light is drawn and the terminal's own colours may be the other way round. */
const QR_COLOURS = "\u001b[97;40m";
const OWN_COLOURS = "\u001b[0m";
/** To the beginning of the line so many lines up, and everything from there on is cleared. */
const clearUp = (lines: number): string => `\u001b[${lines}F\u001b[0J`;

/** Shows a login in a terminal until it is saved. Throws `rejected` when it ends otherwise. */
export async function showLogin(steps: AsyncIterable<LoginStep>, shown: TerminalLogin): Promise<void> {
  const paper = new Paper(shown.screen);
  const { words } = shown;
  for await (const step of steps) {
    switch (step.kind) {
      case "code":
        await shown.picture?.write(step.png);
        showCode(paper, drawQr(step.code), shown);
        break;
      case "silent":
        paper.line(words.silent);
        break;
      case "scanned":
        paper.line(words.scanned(step.by || words.nobody));
        break;
      case "expired":
        paper.clear();
        paper.line(words.expired);
        break;
      case "interrupted":
        paper.line(words.interrupted(step.problem.message));
        break;
      case "declined":
      case "given-up":
        throw new ChannelError("rejected", step.kind === "declined" ? words.declined : words.givenUp, {
          fix: words.again(shown.command),
        });
      case "confirmed":
        paper.line(words.confirmed(step.name || words.nobody, step.userId));
        break;
      case "saved":
        paper.line(words.saved);
        break;
      default:
        step satisfies never;
    }
  }
}

function showCode(
  paper: Paper,
  qr: DrawnQr,
  { screen, words, picture, pictureVariable }: TerminalLogin,
): void {
  paper.line(words.scan);
  for (const line of qr.lines)
    paper.line(screen.isTerminal ? `${QR_COLOURS}${line}${OWN_COLOURS}` : line, qr.width);
  const isNarrow = screen.isTerminal && (screen.columns < qr.width || screen.rows <= qr.lines.length);
  if (isNarrow) paper.line(words.narrow(qr.width, qr.lines.length + 1));
  if (picture !== undefined) paper.line(words.picture(picture.path));
  else if (!isNarrow) paper.line(words.noPicture(pictureVariable));
  paper.line(words.howLong);
}

/** What has been written, so that it can be taken away where a terminal allows that. */
class Paper {
  readonly #screen: Screen;
  #lines = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** `width` in columns, where it is not that of the text. */
  line(text: string, width = text.length): void {
    this.#lines += Math.max(1, Math.ceil(width / Math.max(1, this.#screen.columns)));
    this.#screen.write(`${text}\n`);
  }

  /** Takes away what was written so far. What has scrolled off the top stays, and so does what is no terminal. */
  clear(): void {
    if (this.#screen.isTerminal && this.#lines < this.#screen.rows) this.#screen.write(clearUp(this.#lines));
    this.#lines = 0;
  }
}
