import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import {
  type ChannelPairingController,
  createChannelPairingController,
} from "openclaw/plugin-sdk/channel-pairing";
import {
  readChannelAllowFromStore,
  upsertChannelPairingRequest,
} from "openclaw/plugin-sdk/conversation-runtime";
import { expect, test, vi } from "vitest";
import { pairingStoreContract } from "../testing/pairing-contract.ts";
import { GatewayPairingStore } from "./gateway-pairing-store.ts";

const SDK_FILE = createRequire(import.meta.url).resolve("openclaw/plugin-sdk/channel-pairing");
const CLI = join(dirname(SDK_FILE), "../../openclaw.mjs");

/**
 * The gateway's real pairing functions and its real command line over a state folder of their own. Only the
 * runtime object around them is built by hand, because it exists nowhere but inside a running gateway.
 */
async function gateway() {
  const stateDir = await mkdtemp(join(tmpdir(), "pairing-"));
  const env = { ...process.env, OPENCLAW_STATE_DIR: stateDir, HOME: stateDir };
  const core = {
    channel: {
      pairing: {
        readAllowFromStore: ({ channel, accountId }: { channel: string; accountId: string }) =>
          readChannelAllowFromStore(channel, env, accountId),
        upsertPairingRequest: (input: Parameters<typeof upsertChannelPairingRequest>[0]) =>
          upsertChannelPairingRequest({ ...input, env }),
      },
    },
  } as unknown as Parameters<typeof createChannelPairingController>[0]["core"];
  const controller = (accountId: string): ChannelPairingController =>
    createChannelPairingController({ core, channel: "zalo", accountId });
  vi.useFakeTimers({ toFake: ["Date"] });
  return {
    store: (accountId: string) => new GatewayPairingStore(accountId, controller(accountId)),
    approve: async (accountId: string, code: string) => {
      const args = [CLI, "pairing", "approve", "zalo", code, "--account", accountId];
      await promisify(execFile)(process.execPath, args, { env });
    },
    advance: async (ms: number) => {
      vi.setSystemTime(Date.now() + ms);
    },
    [Symbol.asyncDispose]: async () => {
      vi.useRealTimers();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

pairingStoreContract("the gateway", gateway);

test("a gateway that cannot be asked is a storage error which names the account and its fix", async () => {
  const broken = () => Promise.reject(new Error("SQLITE_CANTOPEN"));
  const store = new GatewayPairingStore("shop", {
    readAllowFromStore: broken,
    upsertPairingRequest: broken,
    issueChallenge: broken,
  });
  await expect(store.isAllowed("111")).rejects.toMatchObject({
    code: "storage",
    message: expect.stringMatching(/^Account "shop": .*openclaw doctor/),
  });
});
