import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { type Received, startReceiver, status } from "../testing/receiver.ts";
import { scene, WAIT } from "../testing/scene.ts";
import type { JournalEntry } from "../world/journal.ts";

const secret_token = "mot-hai-ba-bon";

/** A bot whose webhook answers as given; nothing is pushed before the webhook is set. */
async function hooked(
  answer: (response: ServerResponse, received: Received) => void,
  switches: Parameters<typeof scene>[0] = {},
) {
  const stack = new AsyncDisposableStack();
  const s = stack.use(await scene({ loopbackWebhook: true, webhookProbe: "none", ...switches }));
  const hook = stack.use(await startReceiver(answer));
  await s.call("setWebhook", { url: `${hook.url}/zalo`, secret_token });
  const pushes = () => s.zalo.journal.entries.flatMap((e) => (e.kind === "webhook-pushed" ? [e] : []));
  const pushed = (count: number) => {
    let seen = 0;
    return s.zalo.journal.waitFor((entry) => entry.kind === "webhook-pushed" && ++seen === count, WAIT);
  };
  const texts = () => hook.received.map(({ body }): string => JSON.parse(body).result.message.text);
  return { ...s, hook, pushes, pushed, texts, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const isDropped = (entry: JournalEntry) => entry.kind === "dropped";

describe("a message for a bot with a webhook", () => {
  test("is posted to it as Zalo posts it, and journalled without the secret", async () => {
    await using s = await hooked(status(200));
    const messageId = s.alice.says(s.bot, "xin chào");
    const entry = await s.pushed(1);
    expect(s.hook.received).toMatchObject([
      {
        verb: "POST",
        path: "/zalo",
        headers: {
          "content-type": "application/json",
          "user-agent": "Java/1.8.0_192",
          "x-bot-api-secret-token": secret_token,
        },
      },
    ]);
    expect(JSON.parse(s.hook.received[0]?.body ?? "")).toEqual({
      ok: true,
      result: {
        event_name: "message.text.received",
        message: {
          message_id: messageId,
          date: expect.any(Number),
          from: { id: s.alice.id, display_name: "Alice", is_bot: false },
          chat: { id: s.alice.id, chat_type: "PRIVATE" },
          text: "xin chào",
        },
      },
    });
    expect(entry).toMatchObject({ messageId, time: 1, attempt: 1, status: 200, outcome: "webhook.ok" });
    expect(JSON.stringify(s.zalo.journal.entries)).not.toContain(secret_token);
  });

  test("comes bare when the switch says so", async () => {
    await using s = await hooked(status(200), { webhookBody: "bare" });
    s.alice.says(s.bot, "xin chào");
    await s.pushed(1);
    expect(JSON.parse(s.hook.received[0]?.body ?? "")).toMatchObject({
      event_name: "message.text.received",
    });
  });

  test("comes again as often as asked, under the same id", async () => {
    await using s = await hooked(status(200), { webhookRedeliveries: 2 });
    const messageId = s.alice.says(s.bot, "một");
    await s.pushed(3);
    expect(s.pushes().map((push) => [push.messageId, push.time])).toEqual([
      [messageId, 1],
      [messageId, 2],
      [messageId, 3],
    ]);
  });

  test("can be redelivered by hand", async () => {
    await using s = await hooked(status(200));
    const messageId = s.alice.says(s.bot, "một");
    s.alice.redeliver(s.bot, messageId);
    await s.pushed(2);
    expect(s.pushes().map((push) => push.messageId)).toEqual([messageId, messageId]);
  });
});

describe("a webhook that fails", () => {
  test.each([
    ["answers 503", status(503), { status: 503, outcome: "webhook.http.5xx" }],
    [
      "breaks",
      (response: ServerResponse) => response.destroy(),
      { status: null, outcome: "webhook.err.conn" },
    ],
    ["is silent", () => {}, { status: null, outcome: "webhook.err.timeout" }],
  ])("because it %s loses the message, for nothing is tried twice", async (_how, answer, outcome) => {
    await using s = await hooked(answer, { webhookTimeoutMs: 500 });
    const messageId = s.alice.says(s.bot, "một");
    expect(await s.zalo.journal.waitFor(isDropped, WAIT)).toMatchObject({ messageId, why: "webhook-failed" });
    expect(s.pushes()).toMatchObject([{ messageId, attempt: 1, ...outcome }]);
  });

  test("gets the message once it works again, where there are retries", async () => {
    let requests = 0;
    await using s = await hooked((response) => status(++requests < 3 ? 500 : 200)(response), {
      webhookRetries: 5,
      webhookRetryDelayMs: 1,
    });
    s.alice.says(s.bot, "một");
    s.alice.says(s.bot, "hai");
    await s.pushed(4);
    expect(s.pushes().map((push) => [push.attempt, push.status])).toEqual([
      [1, 500],
      [2, 500],
      [3, 200],
      [1, 200],
    ]);
    expect(s.texts()).toEqual(["một", "một", "một", "hai"]);
    expect(s.zalo.journal.entries.filter(isDropped)).toEqual([]);
  });
});

describe("many messages", () => {
  test("reach the webhook in each chat's order, and no more chats at a time than allowed", async () => {
    const held: ServerResponse[] = [];
    let mostHeld = 0;
    const answerThree = (response: ServerResponse) => {
      held.push(response);
      mostHeld = Math.max(mostHeld, held.length);
      if (held.length >= 3) for (const one of held.splice(0)) status(200)(one);
    };
    await using s = await hooked(answerThree, { webhookConcurrency: 3 });
    const people = Array.from({ length: 10 }, (_, at) => s.zalo.world.addPerson({ name: `Person ${at}` }));
    for (const round of ["0", "1", "2"]) for (const person of people) person.says(s.bot, round);
    await s.pushed(30);
    for (const { id } of people) {
      const theirs = s.hook.received.map(({ body }) => JSON.parse(body).result.message);
      expect(theirs.filter(({ from }) => from.id === id).map(({ text }) => text)).toEqual(["0", "1", "2"]);
    }
    expect(mostHeld).toBe(3);
  });

  test("of one chat wait for the one before, those of another do not", async () => {
    const held: ServerResponse[] = [];
    await using s = await hooked((response, { body }) => {
      if (body.includes("chậm")) held.push(response);
      else status(200)(response);
    });
    const binh = s.zalo.world.addPerson({ name: "Bình" });
    s.alice.says(s.bot, "chậm");
    s.alice.says(s.bot, "sau");
    binh.says(s.bot, "nhanh");
    await s.pushed(1);
    expect(s.texts().toSorted()).toEqual(["chậm", "nhanh"]);
    for (const response of held) status(200)(response);
    await s.pushed(3);
    expect(s.texts().at(-1)).toBe("sau");
  });

  test("still waiting when the webhook is deleted go to the polls", async () => {
    const held: ServerResponse[] = [];
    await using s = await hooked((response) => held.push(response));
    s.alice.says(s.bot, "một");
    const second = s.alice.says(s.bot, "hai");
    await expect.poll(() => held.length, { timeout: WAIT.timeoutMs }).toBe(1);
    await s.call("deleteWebhook");
    const poll = s.call("getUpdates");
    for (const response of held) status(200)(response);
    expect((await poll).body?.result?.message?.message_id).toBe(second);
  });
});

test("a simulator that closes lets go of the webhook, and nobody calls the message lost for that", async () => {
  const held: ServerResponse[] = [];
  await using s = await hooked((response) => held.push(response));
  s.alice.says(s.bot, "một");
  await expect.poll(() => held.length, { timeout: WAIT.timeoutMs }).toBe(1);
  await Promise.all([...held.map((response) => once(response, "close")), s.zalo.close()]);
  expect(s.zalo.journal.entries.filter(isDropped)).toEqual([]);
});

test("a message of somebody beyond the plan is not pushed when such are ignored", async () => {
  await using s = await hooked(status(200), {
    quota: { messagesPerMonth: 9, usersPerBot: 1, groups: 0 },
    beyondPlan: "ignored",
  });
  const late = s.zalo.world.addPerson({ name: "Muộn" });
  s.alice.says(s.bot, "một");
  const messageId = late.says(s.bot, "hai");
  await s.pushed(1);
  expect(s.texts()).toEqual(["một"]);
  expect(s.zalo.journal.entries.filter(isDropped)).toMatchObject([{ messageId, why: "beyond-plan" }]);
});
