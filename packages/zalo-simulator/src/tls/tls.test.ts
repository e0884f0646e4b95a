import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WAIT } from "../testing/scene.ts";
import { webScene } from "../testing/web-scene.ts";
import { makeZaloCertificate } from "./certificate.ts";
import { clientEnvironment } from "./client-environment.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zalo-tls-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Runs the plain client with these environment variables besides its own. */
function startClient(env: Record<string, string>, credentials: object) {
  const child = spawn(process.execPath, [here("../testing/plain-client.mjs")], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(credentials));
  return { child, said: text(child.stdout), complained: text(child.stderr) };
}

test("a program that knows nothing of the simulator comes by name resolution and TLS", async () => {
  const identity = makeZaloCertificate();
  await using scene = await webScene({ tls: identity });
  const { personal, journal, tlsPort } = scene.zalo;
  writeFileSync(join(folder, "ca.pem"), identity.cert);
  const credentials = personal.signIn(scene.owner);
  const env = clientEnvironment({ tlsPort: tlsPort ?? 0, caFile: join(folder, "ca.pem") });
  const { said, complained } = startClient(env, credentials);
  await journal.waitFor(({ kind }) => kind === "socket-opened", WAIT);
  scene.alice.writes(scene.owner, "xin chào");

  const [answer] = await scene.alice.waitForFrom(scene.owner, (heard) => heard.length === 1, WAIT);
  expect(answer?.content).toEqual({ kind: "text", text: "Nghe rồi: xin chào" });
  expect(JSON.parse(await said)).toEqual({ uid: scene.owner.uid, heard: "xin chào" });
  expect(await complained).toBe("");
});

test("and is told that nobody vouches for the certificate unless it trusts it", async () => {
  await using scene = await webScene({ tls: makeZaloCertificate() });
  const { NODE_EXTRA_CA_CERTS: _, ...env } = clientEnvironment({
    tlsPort: scene.zalo.tlsPort ?? 0,
    caFile: "",
  });
  const { complained } = startClient(env, scene.zalo.personal.signIn(scene.owner));

  expect(await complained).toMatch(/DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED|UNABLE_TO_VERIFY/);
  expect(scene.zalo.journal.entries.some(({ kind }) => kind === "web-login")).toBe(false);
});

test("a certificate covers all of Zalo's names, and no two are alike", () => {
  const { cert } = makeZaloCertificate();
  const read = new X509Certificate(cert);
  for (const host of ["id.zalo.me", "wpa.chat.zalo.me", "tt-group-wpa.chat.zalo.me", "chat.zalo.me"]) {
    expect(read.checkHost(host)).toBeDefined();
  }
  expect(read.checkHost("example.org")).toBeUndefined();
  expect(read.verify(read.publicKey)).toBe(true);
  expect(makeZaloCertificate().cert).not.toBe(cert);
});

test("there is no TLS side unless it was asked for", async () => {
  await using scene = await webScene();
  expect(scene.zalo.tlsPort).toBeUndefined();
});
