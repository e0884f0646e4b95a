import { expect, test } from "vitest";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import { TOKEN } from "../gateway.ts";
import { type Scene, setScene } from "../scene.ts";
import { type Methods, type SmallGateway, startSmallGateway } from "../testing/small-gateway.ts";
import { OperatorDesk } from "./operator-desk.ts";

const PNG = "data:image/png;base64,";
/** Long enough for a busy machine. */
const SOON = { timeout: 20_000 } as const;

interface Place extends AsyncDisposable {
  zalo: Simulator;
  scene: Scene;
  gateway: SmallGateway;
  desk: OperatorDesk;
  /** The commands that were run. */
  commands: string[];
}

/** A desk at a small gateway whose personal account is as `account` says, and whose commands all go well. */
async function place(account: () => object, methods: Methods = {}): Promise<Place> {
  const stack = new AsyncDisposableStack();
  const zalo = stack.use(await startSimulator());
  const scene = setScene(zalo);
  const status = () => ({
    channelDetailLabels: { zalouser: "Zalo (personal account)" },
    channelAccounts: { zalouser: [{ accountId: "default", ...account() }] },
    statusIssues: [],
  });
  const gateway = stack.use(await startSmallGateway({ "channels.status": status, ...methods }, TOKEN));
  const desk = stack.use(new OperatorDesk());
  const commands: string[] = [];
  const cli = async (...args: readonly string[]) => {
    commands.push(args.join(" "));
    const code = args.includes("BADCODE1") ? 1 : 0;
    const stdout = args.includes("list") ? JSON.stringify({ requests: [] }) : "Approved.";
    return { code, stdout, stderr: code === 0 ? "" : "No pending pairing request." };
  };
  desk.attend({ port: gateway.port, cli }, scene, { recall: false });
  return { zalo, scene, gateway, desk, commands, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test("the desk tells when an account is another than it was, and whose it is", async () => {
  let account: object = { running: false, lastError: "logged out" };
  await using here = await place(() => account);
  let told = 0;
  const stop = here.desk.onChange(() => {
    told += 1;
  });
  await expect
    .poll(() => here.desk.accounts(), SOON)
    .toMatchObject([{ state: "failed", words: "logged out" }]);
  account = { running: true, connected: true, own: { id: here.scene.owner.uid } };
  await expect
    .poll(() => here.desk.accounts(), SOON)
    .toMatchObject([{ state: "connected", who: { kind: "person", id: here.scene.owner.id } }]);
  expect(told).toBe(2);
  stop();
  await here.gateway[Symbol.asyncDispose]();
  await expect.poll(() => here.desk.accounts().catch(String), SOON).toContain("gateway");
});

test("a login is followed over a code that has expired to its end, and says how it ended", async () => {
  const { promise: decided, resolve: decide } = Promise.withResolvers<void>();
  const waits: unknown[] = [];
  await using here = await place(() => ({ running: false, lastError: "logged out" }), {
    "web.login.start": () => ({ message: "Scan this code.", qrDataUrl: `${PNG}1`, sessionKey: "s" }),
    "web.login.wait": async ({ currentQrDataUrl, sessionKey }) => {
      waits.push([currentQrDataUrl, sessionKey]);
      if (waits.length === 1) return { message: "A new code.", qrDataUrl: `${PNG}2`, sessionKey: "s" };
      await decided;
      return { message: "The login was declined.", connected: false };
    },
  });
  await expect.poll(() => here.desk.accounts(), SOON).toHaveLength(1);
  expect(await here.desk.logIn("zalouser", "default")).toEqual({ ok: true, said: "Scan this code." });
  expect(await here.desk.accounts()).toMatchObject([{ state: "logging-in", words: "Scan this code." }]);
  const forced = () =>
    here.gateway.asked
      .filter(({ method }) => method === "web.login.start")
      .map(({ params }) => params["force"]);
  await here.desk.logIn("zalouser", "default");
  // The code that is on show is not taken away by somebody who looks from another page.
  expect(forced()).toEqual([true, false]);
  await expect.poll(() => waits, SOON).toHaveLength(2);
  expect(waits).toEqual([
    [`${PNG}1`, "s"],
    [`${PNG}2`, "s"],
  ]);
  decide();
  await expect
    .poll(() => here.desk.accounts(), SOON)
    .toMatchObject([{ state: "failed", words: "The login was declined." }]);
});

test("approving runs the real command, and what it refuses is said", async () => {
  await using here = await place(() => ({}));
  expect(await here.desk.approve("zalo", "ZSKF2YBK")).toEqual({ ok: true, said: "Approved." });
  expect(await here.desk.approve("zalo", "ZSKF2YBK", "shop-2")).toEqual({ ok: true, said: "Approved." });
  expect(here.commands).toEqual([
    "pairing approve zalo ZSKF2YBK",
    "pairing approve zalo ZSKF2YBK --account shop-2",
  ]);
  const twice = [here.desk.approve("zalo", "AB2CD3EF"), here.desk.approve("zalo", "AB2CD3EF")];
  expect(await Promise.all(twice)).toEqual(twice.map(() => ({ ok: true, said: "Approved." })));
  expect(here.commands.filter((command) => command.endsWith("AB2CD3EF"))).toHaveLength(1);
  expect(await here.desk.approve("zalo", "BADCODE1")).toMatchObject({
    ok: false,
    said: expect.stringContaining("No pending pairing request."),
  });
});

test("before the gateway runs the desk is empty, and says that it is being started", async () => {
  using desk = new OperatorDesk();
  expect([await desk.accounts(), await desk.pairings()]).toEqual([[], []]);
  expect(await desk.logIn("zalouser", "default")).toMatchObject({
    ok: false,
    said: expect.stringContaining("being started"),
  });
});
