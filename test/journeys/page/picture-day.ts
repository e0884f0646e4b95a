import { challengeText } from "channel-kit/pairing/challenge-text";
import { answerTo } from "demo/phrases";
import { type Scene, setScene } from "demo/scene";
import { vi } from "vitest";
import type { Desk } from "zalo-simulator/page/desk";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import { clientOf } from "zalo-simulator/testing/web-scene";

/** A morning with the demo, the same to the second each time it is lived through. */
export interface PictureDay extends AsyncDisposable {
  readonly zalo: Simulator;
  /** When it is over: the time at which it is to be looked at. */
  readonly at: Date;
}

const CODE = "K7MX42QD";
const STRANGERS_CODE = "W3RT9HPA";
const PATIENCE_MS = 20_000;

/** The demo's people on the clock of that morning, with somebody who plays both plugins. */
export async function pictureDay(): Promise<PictureDay> {
  const stack = new AsyncDisposableStack();
  vi.useFakeTimers({ toFake: ["Date"] });
  stack.defer(() => void vi.useRealTimers());
  const now = (time: string) => vi.setSystemTime(new Date(`2026-03-08T${time}+07:00`));
  now("08:58:00");
  const zalo = stack.use(await startSimulator({ desk: deskOf(() => scene) }));
  const scene = setScene(zalo);
  const { bot, person: an, owner } = scene;
  const stranger = zalo.world.people.find(({ name }) => name === "Người lạ") ?? an;

  const web = await clientOf(zalo).login(zalo.personal.signIn(owner));
  web.listener.on("error", () => undefined);
  web.listener.start();
  stack.defer(() => web.listener.stop());
  await zalo.journal.waitFor(({ kind }) => kind === "socket-opened", { timeoutMs: PATIENCE_MS });

  const call = async (method: string, params: object = {}) => {
    const response = await fetch(`${zalo.url}/bot${bot.token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
    });
    return await response.json();
  };
  const says = async (text: string, time: string, answeredAt: string) => {
    now(time);
    an.says(bot, text);
    await call("getUpdates");
    now(answeredAt);
    await call("sendMessage", { chat_id: an.id, parse_mode: "markdown", text: answerTo(text) });
  };
  now("09:01:12");
  an.says(bot, "xin chào");
  await call("getUpdates");
  await call("sendMessage", {
    chat_id: an.id,
    text: challengeText({ channelId: "zalo", speaksAs: "bot", senderId: an.id, code: CODE }),
  });
  await says("xin chào", "09:01:48", "09:01:49");
  now("09:02:20");
  stranger.says(bot, "shop ơi, còn hoa không?");
  await call("getUpdates");
  await call("sendMessage", {
    chat_id: stranger.id,
    text: challengeText({ channelId: "zalo", speaksAs: "bot", senderId: stranger.id, code: STRANGERS_CODE }),
  });
  await says("định dạng", "09:02:41", "09:02:43");
  now("09:03:05");
  const opened = zalo.journal.nextSeq;
  for (const poll of [1, 2]) {
    // Answered when the day is over.
    void call("getUpdates", { timeout: "30" }).catch(() => undefined);
    let seen = 0;
    await zalo.journal.waitFor(({ kind }) => kind === "poll-opened" && ++seen === poll, {
      timeoutMs: PATIENCE_MS,
      from: opened,
    });
  }
  return { zalo, at: new Date(), [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** What the demo's gateway tells the page at that time. */
const deskOf = (scene: () => Scene): Desk => ({
  accounts: async () => [
    {
      ...CONNECTED,
      channel: "zalo",
      label: "Zalo (Bot API)",
      canLogIn: false,
      who: { kind: "bot", id: scene().bot.id },
    },
    { ...CONNECTED, channel: "zalouser", label: "Zalo (personal account)", canLogIn: true },
  ],
  pairings: async () => [
    { channel: "zalo", code: STRANGERS_CODE, person: "", name: "Người lạ", at: Date.now() },
  ],
  approve: async () => ({ ok: false, said: "" }),
  logIn: async () => ({ ok: false, said: "" }),
  logOut: async () => ({ ok: false, said: "" }),
  onChange: () => () => undefined,
});

const CONNECTED = { account: "default", state: "connected", words: "" } as const;
