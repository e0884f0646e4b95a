import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startHttpProxy, startSocks5Proxy } from "channel-kit/testing/local-proxy";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listen, type SessionScene, sessionScene } from "../testing/session-scene.ts";
import type { Credentials, QrStep } from "./port.ts";
import { openZalo } from "./zca-session.ts";

const NEVER = new AbortController().signal;
const WAIT = { timeoutMs: 5_000 };

let scene: SessionScene;
beforeEach(async () => {
  scene = await sessionScene({ loginMs: 1_500, pageMs: 800, callMs: 800 });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await scene[Symbol.asyncDispose]();
});

const options = () => ({ accountId: "shop", apiUrl: scene.simulator.url });
const saved = (): Credentials => scene.signIn();
const resume = (credentials: Credentials, signal = NEVER) =>
  scene.zalo.resume(credentials, options(), signal);

describe("an earlier login", () => {
  test("is taken up as it was saved, without changing what was handed in", async () => {
    const plain = saved();
    const credentials = {
      ...plain,
      cookies: plain.cookies.map((one) => ({ ...one, domain: `.${one["domain"]}` })),
    };
    const before = structuredClone(credentials);
    await using session = await resume(credentials);
    expect(credentials).toEqual(before);
    const { imei, userAgent, language } = session.credentials();
    expect({ imei, userAgent, language }).toEqual({
      imei: before.imei,
      userAgent: before.userAgent,
      language: "vi",
    });
  });

  test("can be taken up again with what the session itself says of it", async () => {
    const kept = await (async () => {
      await using session = await resume(saved());
      return JSON.parse(JSON.stringify(session.credentials())) as Credentials;
    })();
    await using again = await resume(kept);
    await listen(again);
    expect(again.ownId).toBe(scene.owner.uid);
  });

  test("S1: that Zalo does not know any more needs a new one, and the error says how", async () => {
    const credentials = saved();
    scene.simulator.personal.expireSession(scene.owner);
    await expect(resume(credentials)).rejects.toMatchObject({
      code: "unauthorized",
      refusal: "session-ended",
      fix: expect.stringContaining("openclaw channels login --channel zalouser --account shop"),
    });
  });

  test.each([
    [102, "unauthorized"],
    [600, "unauthorized"],
    [-69, "rate-limited"],
    [999, "rejected"],
  ])("S1: refused with %i keeps its code", async (errorCode, code) => {
    scene.simulator.faults.add({ method: "login/getLoginInfo", fault: { kind: "ok-false", errorCode } });
    await expect(resume(saved())).rejects.toMatchObject({ code, zaloCode: errorCode });
  });

  test.each([
    [{ kind: "status", status: 502 }, "unreachable"],
    [{ kind: "html", status: 200 }, "bad-response"],
    [{ kind: "html", status: 403 }, "bad-response"],
    [{ kind: "reset" }, "unreachable"],
    [{ kind: "hang" }, "timeout"],
  ] as const)("is not said to be over because of %j", async (fault, code) => {
    for (const method of ["login/getLoginInfo", "login/getServerInfo"]) {
      const handle = scene.simulator.faults.add({ method, fault });
      const failed = resume(saved());
      await expect(failed).rejects.toMatchObject({ code, retryable: true });
      handle.remove();
    }
    await (await resume(saved()))[Symbol.asyncDispose]();
  });

  test("can be given up", async () => {
    scene.simulator.faults.add({ method: "login/getLoginInfo", fault: { kind: "hang" } });
    const stop = new AbortController();
    const failed = expect(resume(saved(), stop.signal)).rejects.toMatchObject({ code: "aborted" });
    await scene.simulator.journal.waitFor(
      (entry) => entry.kind === "web-call" && entry.faulted === "hang",
      WAIT,
    );
    stop.abort();
    await failed;
  });

  test("S2: whose cookies change is told of, once for each change, and the new ones are good", async () => {
    await using session = await resume(saved());
    let changes = 0;
    session.onCredentials(() => {
      changes += 1;
    });
    const before = session.credentials();
    await session.keepAlive(NEVER);
    expect(changes).toBe(0);
    scene.simulator.personal.rotateCookies(scene.owner);
    await session.keepAlive(NEVER);
    await expect.poll(() => changes).toBe(1);
    const after = session.credentials();
    expect(after).not.toEqual(before);
    await (await resume(after))[Symbol.asyncDispose]();
  });

  test("S5: no error holds a secret", async () => {
    const credentials = saved();
    scene.simulator.personal.expireSession(scene.owner);
    const error = await resume(credentials).catch((caught: Error) => caught);
    const said = JSON.stringify([error, String(error), (error as Error).message]);
    const values = credentials.cookies.map(({ value }) => String(value));
    expect(values.length).toBeGreaterThan(0);
    for (const secret of [credentials.imei, ...values]) expect(said).not.toContain(secret);
  });
});

describe("where requests go", () => {
  test.each(["http://zalo.example", "ftp://127.0.0.1", "http://user:pw@127.0.0.1", "127.0.0.1:80"])(
    "not to %s",
    async (apiUrl) => {
      const asked = scene.zalo.resume(saved(), { accountId: "shop", apiUrl }, NEVER);
      await expect(asked).rejects.toMatchObject({ code: "misconfigured" });
      await expect(asked).rejects.not.toThrow("pw");
    },
  );

  test.each([
    ["an HTTP proxy", startHttpProxy],
    ["a SOCKS5 proxy", startSocks5Proxy],
  ])("S10: all of them through %s, the socket too, and none past it", async (_, start) => {
    const proxy = await start();
    const session = await scene.zalo.resume(saved(), { ...options(), proxy: proxy.url }, NEVER);
    const asked = proxy.passed.length;
    expect(asked).toBeGreaterThan(0);
    const { socket } = await listen(session);
    expect(proxy.passed.length).toBeGreaterThan(asked);
    const { host } = new URL(scene.simulator.url);
    expect(proxy.passed.filter((line) => !line.includes(host))).toEqual([]);
    socket.close();
    await socket.ended;
    await proxy.close();
    const from = scene.simulator.journal.nextSeq;
    await expect(session.keepAlive(NEVER)).rejects.toMatchObject({ code: "unreachable" });
    await expect(listen(session)).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("the proxy cannot be reached"),
    });
    expect(scene.simulator.journal.entries.filter(({ seq }) => seq >= from)).toEqual([]);
    await session[Symbol.asyncDispose]();
  });

  test("nowhere when the proxy cannot be understood, and its password is not repeated", async () => {
    const asked = scene.zalo.resume(saved(), { ...options(), proxy: "ftp://user:matkhau@proxy" }, NEVER);
    await expect(asked).rejects.toMatchObject({ code: "misconfigured" });
    await expect(asked).rejects.not.toThrow("matkhau");
  });

  test("S9: the library says nothing and asks nobody else", async () => {
    const said = vi.spyOn(console, "log");
    const asked = vi.fn();
    vi.stubGlobal("fetch", asked);
    const proxy = await startHttpProxy();
    const session = await scene.zalo.resume(saved(), { ...options(), proxy: proxy.url }, NEVER);
    await session[Symbol.asyncDispose]();
    await proxy.close();
    const { host } = new URL(scene.simulator.url);
    expect(proxy.passed.filter((line) => !line.includes(host))).toEqual([]);
    expect(said).not.toHaveBeenCalled();
    expect(asked).not.toHaveBeenCalled();
    said.mockRestore();
  });
});

describe("a login by QR code", () => {
  let steps: QrStep[];
  beforeEach(() => {
    steps = [];
  });
  const begin = (signal = NEVER) => scene.zalo.loginByQr(options(), (step) => void steps.push(step), signal);
  const code = () => scene.simulator.personal.waitForCode(WAIT);
  const scanned = async () => {
    const shown = await code();
    scene.simulator.personal.scan(shown, scene.owner);
    await expect.poll(() => steps.length).toBe(2);
    return shown;
  };

  test("shows a code, says who scanned it, and gives a session that works", async () => {
    const login = begin();
    const shown = await scanned();
    expect(steps).toMatchObject([
      { kind: "code", code: shown, png: expect.any(Uint8Array) },
      { kind: "scanned", by: "Chủ tiệm" },
    ]);
    expect(
      Buffer.from((steps[0] as { png: Uint8Array }).png)
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    scene.simulator.personal.confirm(shown);
    const outcome = await login;
    if (outcome.kind !== "confirmed") throw new Error(outcome.kind);
    await using session = outcome.session;
    expect(session.ownId).toBe(scene.owner.uid);
    await listen(session);
    const kept = session.credentials();
    expect([kept.language, kept.imei !== ""]).toEqual(["vi", true]);
    await (await resume(kept))[Symbol.asyncDispose]();
  });

  test("H3: that is declined ends so", async () => {
    const login = begin();
    scene.simulator.personal.decline(await scanned());
    expect(await login).toEqual({ kind: "declined" });
  });

  test("that nobody scans expires, and nothing goes on unseen", async () => {
    scene.simulator.personal.codes.lifetimeMs = 60_000;
    const real = setTimeout;
    // The library's own limit, which cannot be set.
    const quick = (work: () => void, ms?: number) => real(work, ms === 100_000 ? 200 : ms);
    vi.stubGlobal("setTimeout", Object.assign(quick, real));
    const login = begin();
    const shown = await code();
    expect(await login).toEqual({ kind: "expired" });
    const from = scene.simulator.journal.nextSeq;
    scene.simulator.personal.scan(shown, scene.owner);
    scene.simulator.personal.confirm(shown);
    await new Promise((resolve) => setImmediate(resolve));
    expect(
      scene.simulator.journal.entries.filter(({ seq, kind }) => seq >= from && kind === "web-login"),
    ).toEqual([]);
  });

  test("whose code Zalo has forgotten expires, too", async () => {
    scene.simulator.personal.codes.lifetimeMs = 200;
    expect(await begin()).toEqual({ kind: "expired" });
  });

  test.each(["before the code", "while it is shown", "while it waits for a yes"])(
    "can be given up %s",
    async (when) => {
      const stop = new AbortController();
      if (when === "before the code") {
        scene.simulator.faults.add({ method: "account/logininfo", fault: { kind: "hang" } });
      }
      const login = begin(stop.signal);
      const failed = expect(login).rejects.toMatchObject({ code: "aborted" });
      if (when === "while it is shown") await code();
      if (when === "while it waits for a yes") await scanned();
      stop.abort();
      await failed;
    },
  );

  test("that Zalo wants a password for is no login", async () => {
    scene.simulator.personal.switches(scene.owner).requireConfirmPwd = true;
    const login = begin();
    const failed = expect(login).rejects.toMatchObject({
      code: "rejected",
      fix: expect.stringContaining("network that the phone is in"),
    });
    scene.simulator.personal.confirm(await scanned());
    await failed;
  });

  test("is provisional until the session works", async () => {
    scene.simulator.faults.add({ method: "login/getServerInfo", fault: { kind: "status", status: 503 } });
    const login = begin();
    const failed = expect(login).rejects.toMatchObject({ code: "unreachable" });
    scene.simulator.personal.confirm(await scanned());
    await failed;
  });
});

describe("a login page", () => {
  let server: Server | undefined;
  /** Requests by path. */
  let asked: string[];
  beforeEach(() => {
    asked = [];
  });
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function pages(answer: (path: string) => string | undefined): Promise<string> {
    server = createServer((request, response) => {
      const path = String(request.url).split("?")[0] ?? "";
      asked.push(path);
      request.resume();
      const body = answer(path);
      if (body !== undefined) response.end(body);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const PAGE = '<script src="https://stc-zlogin.zdn.vn/main-2.44.7.js">';
  const GENERATED = JSON.stringify({
    error_code: 0,
    data: { code: "MA-BI-MAT", image: "data:image/png;base64,iVBORw0KGgo=", token: "TOKEN-BI-MAT" },
  });

  test.each(["/account", "/generate"])("H4: that hangs ends the login in time: %s", async (hanging) => {
    const zalo = openZalo({ ...scene.deadlines, pageMs: 150 });
    const apiUrl = await pages((path) => (path.endsWith(hanging) ? undefined : PAGE));
    await expect(zalo.loginByQr({ accountId: "shop", apiUrl }, () => {}, NEVER)).rejects.toMatchObject({
      code: "timeout",
    });
  });

  test("H4: that hangs and that nobody needs does not keep the code from being shown", async () => {
    const zalo = openZalo({ ...scene.deadlines, pageMs: 150 });
    const apiUrl = await pages((path) => {
      if (path.endsWith("/logininfo")) return undefined;
      if (path.endsWith("/account")) return PAGE;
      return path.endsWith("/generate") ? GENERATED : "{}";
    });
    const steps: QrStep[] = [];
    await zalo.loginByQr({ accountId: "shop", apiUrl }, (step) => void steps.push(step), NEVER);
    expect(steps).toMatchObject([{ kind: "code", code: "MA-BI-MAT" }]);
  });

  test("that makes no sense is an error without the codes that it holds", async () => {
    const apiUrl = await pages((path) => (path.endsWith("/account") ? PAGE : '{"x":"TOKEN-BI-MAT"}'));
    const error = await scene.zalo
      .loginByQr({ accountId: "shop", apiUrl }, () => {}, NEVER)
      .catch((caught: Error) => caught);
    expect(error).toMatchObject({ name: "ChannelError" });
    expect(String(error)).not.toContain("BI-MAT");
  });

  test("that says at once to ask again is not asked without a pause", async () => {
    const apiUrl = await pages((path) => {
      if (path.endsWith("/account")) return PAGE;
      if (path.endsWith("/generate")) return GENERATED;
      return path.endsWith("/waiting-scan") ? '{"error_code":8}' : "{}";
    });
    const stop = new AbortController();
    const login = scene.zalo.loginByQr({ accountId: "shop", apiUrl }, () => {}, stop.signal);
    const failed = expect(login).rejects.toMatchObject({ code: "aborted" });
    const polls = () => asked.filter((path) => path.endsWith("/waiting-scan")).length;
    await expect.poll(polls, { timeout: WAIT.timeoutMs }).toBe(2);
    // Without the pause there would be thousands by now.
    expect(polls()).toBe(2);
    stop.abort();
    await failed;
  });
});
