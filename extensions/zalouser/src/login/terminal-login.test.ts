import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { QrStep } from "../session/port.ts";
import { Phone } from "../testing/phone.ts";
import { readDrawnQr } from "../testing/read-drawn-qr.ts";
import { type LoginStep, qrLogin } from "./qr-login.ts";
import { QrPicture } from "./qr-picture.ts";
import { type Screen, showLogin, type TerminalLogin } from "./terminal-login.ts";
import { ENGLISH as words } from "./words-en.ts";
import { VIETNAMESE } from "./words-vi.ts";

let phone: Phone;
let folder: string;
let written: string;

beforeEach(() => {
  phone = new Phone();
  written = "";
  folder = mkdtempSync(join(tmpdir(), "zalouser-login-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function screen(over: Partial<Screen> = {}): Screen {
  return {
    isTerminal: true,
    columns: 80,
    rows: 40,
    write: (text) => {
      written += text;
    },
    ...over,
  };
}

/** Shows a login whose phone does what the story says at each step. */
function login(story: (step: LoginStep) => void, over: Partial<TerminalLogin> = {}): Promise<void> {
  const desk = {
    accountId: "shop",
    loginByQr: (observer: (step: QrStep) => void, signal: AbortSignal) =>
      phone.loginByQr({ accountId: "shop" }, observer, signal),
    save: async () => {},
    clock: new FakeClock(),
  };
  async function* steps() {
    for await (const step of qrLogin(desk, new AbortController().signal)) {
      yield step;
      story(step);
    }
  }
  return showLogin(steps(), {
    screen: screen(),
    words,
    command: "openclaw channels login --channel zalouser",
    pictureVariable: "ZALOUSER_QR_PNG",
    ...over,
  });
}

const confirmAtOnce = (step: LoginStep) => {
  if (step.kind === "code") phone.scan();
  if (step.kind === "scanned") phone.confirm();
};

const replaceOnce = (step: LoginStep) => {
  if (step.kind !== "code") return;
  if (phone.codes.length === 1) phone.waitTooLong();
  else phone.confirm();
};

describe("the drawn code", () => {
  test("says what Zalo's code says", async () => {
    await login(confirmAtOnce);
    expect(readDrawnQr(written)).toBe(phone.codes[0]);
    expect(written).toContain(words.scanned("Chị Lan"));
    expect(written).toContain(words.confirmed("Tiệm Hoa", phone.session.ownId));
    expect(written.trimEnd().endsWith(words.saved)).toBe(true);
  });

  test("is light on dark whatever the terminal's own colours are", async () => {
    await login(confirmAtOnce);
    const rows = written.split("\n").filter((line) => /[█▀▄]{8}/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(10);
    for (const row of rows) {
      expect(row.startsWith("\u001b[97;40m")).toBe(true);
      expect(row.endsWith("\u001b[0m")).toBe(true);
    }
  });

  test("takes the place of the one that has expired", async () => {
    await login(replaceOnce, { screen: screen({ columns: 300 }) });
    const [before = "", after = ""] = written.split(words.expired);
    const writtenLines = before.split("\n").length - 1;
    expect(before.endsWith(`\u001b[${writtenLines}F\u001b[0J`)).toBe(true);
    expect(readDrawnQr(before)).toBe(phone.codes[0]);
    expect(readDrawnQr(after)).toBe(phone.codes[1]);
  });

  test("is taken away with the lines that the terminal had to break", async () => {
    await login(replaceOnce, { screen: screen({ columns: 60 }) });
    const [before = ""] = written.split(words.expired);
    const up = Number(before.split("[").at(-2)?.split("F")[0]);
    const broken = before
      .split("\n")
      .slice(0, -1)
      .map((line) => (line.includes("█") ? 1 : Math.ceil(line.length / 60)));
    expect(up).toBe(broken.reduce((sum, lines) => sum + lines, 0));
  });

  test("stays where a window is too low to take it away", async () => {
    await login(replaceOnce, { screen: screen({ rows: 10 }) });
    expect(written).not.toMatch(/\[\d+F/);
    expect(readDrawnQr(written)).toBe(phone.codes[1]);
  });

  test("is followed by the new one where nothing can be taken back", async () => {
    await login(replaceOnce, { screen: screen({ isTerminal: false }) });
    expect(written).not.toContain("\u001b");
    expect(readDrawnQr(written.split(words.expired)[1] ?? "")).toBe(phone.codes[1]);
  });

  test("comes with advice when the window is too small for it", async () => {
    await login(confirmAtOnce, { screen: screen({ columns: 20 }) });
    expect(written).toMatch(/Zoom out \(Ctrl and -\)/);
  });
});

test("H4: whoever waits for a login page that does not answer is told so, in their language", async () => {
  async function* steps(): AsyncGenerator<LoginStep, void> {
    yield { kind: "silent" };
  }
  const shown = { command: "", pictureVariable: "ZALOUSER_QR_PNG" };
  await showLogin(steps(), { ...shown, screen: screen(), words });
  await showLogin(steps(), { ...shown, screen: screen(), words: VIETNAMESE });
  expect(written).toBe(
    "Zalo's login page has not answered yet; still trying. Ctrl-C stops.\n" +
      "Trang đăng nhập của Zalo chưa trả lời; vẫn đang thử. Bấm Ctrl-C để dừng.\n",
  );
});

test("H3: a login that the phone declines ends with how to try again", async () => {
  const declined = login((step) => step.kind === "code" && phone.decline());
  await expect(declined).rejects.toThrow(
    `${words.declined} Try again with: openclaw channels login --channel zalouser`,
  );
});

test("a login that nobody confirms ends with how to try again", async () => {
  const late = login((step) => step.kind === "code" && phone.waitTooLong());
  await expect(late).rejects.toThrow(`${words.givenUp} Try again with:`);
});

test("everything is said in Vietnamese where the terminal speaks it", async () => {
  await login(confirmAtOnce, { words: VIETNAMESE });
  expect(written).toContain("Chị Lan đã quét. Giờ hãy xác nhận trên điện thoại.");
});

describe("the code as a picture", () => {
  test("lies where it was asked for, for nobody else to read, is replaced with the code, and is gone at the end", async () => {
    const path = join(folder, "qr.png");
    const seen: string[] = [];
    {
      await using picture = new QrPicture(path);
      await login(
        (step) => {
          if (step.kind !== "code") return;
          seen.push(readFileSync(path, "utf8"));
          expect(statSync(path).mode & 0o777).toBe(0o600);
          if (phone.codes.length === 1) phone.waitTooLong();
          else phone.confirm();
        },
        { picture },
      );
    }
    expect(seen).toEqual(phone.codes.map((code) => `png of ${code}`));
    expect(existsSync(path)).toBe(false);
    expect(written).toContain(words.picture(path));
  });

  test("does not replace a file that was there before", async () => {
    const path = join(folder, "holiday.png");
    writeFileSync(path, "a beach");
    {
      await using picture = new QrPicture(path);
      await expect(login(confirmAtOnce, { picture })).rejects.toThrow("Name a file that does not exist yet");
    }
    expect(readFileSync(path, "utf8")).toBe("a beach");
  });
});
