import { describe, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { message, picture } from "../testing/messages.ts";
import type { Part } from "./album.ts";
import { gatherAlbum } from "./gather-album.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

/** A chat whose messages arrive when the story says, and a clock to wait for them on. */
class Chat {
  readonly clock = new FakeClock(NOON);
  readonly stop = new AbortController();
  readonly #coming: Part[];
  looks = 0;

  constructor(coming: readonly Part[] = []) {
    this.#coming = [...coming];
  }

  gather(lead: Part, receivingSince = 0) {
    let done: { ids: string[]; atMs: number } | undefined;
    const promise = gatherAlbum(lead, {
      following: async () => {
        this.looks += 1;
        return this.#coming.filter(({ receivedAt }) => receivedAt <= this.clock.now());
      },
      receivingSince,
      clock: this.clock,
      signal: this.stop.signal,
    }).then((parts) => {
      done = { ids: parts.map(({ eventId }) => eventId), atMs: this.clock.now() - NOON };
      return done;
    });
    return { promise, result: () => done };
  }

  async wholeStory(lead: Part, receivingSince = 0) {
    const { promise, result } = this.gather(lead, receivingSince);
    for (let waited = 0; waited < 600 && result() === undefined; waited += 1) {
      await this.clock.advance(0);
      if (result() === undefined) await this.clock.advance(100);
    }
    return await promise;
  }
}

describe("waiting for the rest of an album", () => {
  test("goes on while pictures come, and ends a moment after the last", async () => {
    const chat = new Chat([picture("2", { sentMs: 900 }), picture("3", { sentMs: 1_900 })]);
    expect(await chat.wholeStory(picture("1"))).toEqual({ ids: ["1", "2", "3"], atMs: 3_100 });
  });

  test("a picture alone waits a moment", async () => {
    expect(await new Chat().wholeStory(picture("1"))).toEqual({ ids: ["1"], atMs: 1_200 });
  });

  test("what is no picture does not wait, and is not even asked about", async () => {
    const chat = new Chat([picture("2")]);
    expect(await chat.wholeStory(message("1", { text: "chào" }))).toEqual({ ids: ["1"], atMs: 0 });
    expect(chat.looks).toBe(0);
  });

  test("ends at once when the sender has already gone on to something else", async () => {
    const chat = new Chat([picture("2"), message("x", { text: "giá bao nhiêu?" })]);
    expect(await chat.wholeStory(picture("1"))).toEqual({ ids: ["1", "2"], atMs: 0 });
  });

  test("a picture that has waited for its turn does not wait again", async () => {
    const chat = new Chat([picture("2", { sentMs: -29_500 })]);
    expect(await chat.wholeStory(picture("1", { sentMs: -30_000 }))).toEqual({ ids: ["1", "2"], atMs: 0 });
  });

  test("after a restart the rest that Zalo hands over only now still belongs to it", async () => {
    const rest = picture("2", { sentMs: -30_000, receivedMs: 800 });
    const chat = new Chat([rest]);
    expect((await chat.wholeStory(picture("1", { sentMs: -30_000 }), NOON)).ids).toEqual(["1", "2"]);
  });

  test("somebody who sends one picture after the other is answered after six seconds", async () => {
    const chat = new Chat(
      Array.from({ length: 9 }, (_, at) => picture(`p${at}`, { sentMs: (at + 1) * 1_000 })),
    );
    const { ids, atMs } = await chat.wholeStory(picture("1"));
    expect(atMs).toBe(6_000);
    expect(ids).toHaveLength(7);
  });

  test("is over when the account stops", async () => {
    const chat = new Chat();
    const { promise } = chat.gather(picture("1"));
    const refused = expect(promise).rejects.toThrow("stopped");
    await chat.clock.advance(100);
    chat.stop.abort(new Error("stopped"));
    await refused;
    expect(chat.clock.sleeping).toBe(0);
  });
});
