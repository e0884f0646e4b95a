import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { expect, test } from "vitest";
import { approvalCapability } from "./approvals.ts";
import type { ZaloConfig } from "./config/schema.ts";

const OWNER = "6ede9afa66b88fe6d6a9";
const CUSTOMER = "3f1103055c514cb861cd";
const GROUP = "zgr-f8a7101d77709e2ec761";

const config = (zalo: ZaloConfig, ownerAllowFrom?: string[]) =>
  ({ channels: { zalo }, commands: { ownerAllowFrom } }) as unknown as OpenClawConfig;

function authorize(cfg: OpenClawConfig, senderId: string | null, accountId?: string) {
  return approvalCapability.authorizeActorAction?.({
    cfg,
    senderId,
    ...(accountId === undefined ? {} : { accountId }),
    action: "approve",
    approvalKind: "exec",
  });
}
const state = (cfg: OpenClawConfig) =>
  approvalCapability.getActionAvailabilityState?.({ cfg, action: "approve" }).kind;

test.each([OWNER, `zalo:${OWNER}`, `ZL:${OWNER.toUpperCase()}`, `zalo:user:${OWNER}`])(
  "%s in allowFrom may approve, whichever way the gateway writes who sends",
  (entry) => {
    const cfg = config({ allowFrom: [entry] });
    expect(authorize(cfg, OWNER)?.authorized).toBe(true);
    expect(authorize(cfg, `zalo:${OWNER}`)?.authorized).toBe(true);
    expect(authorize(cfg, CUSTOMER)?.authorized).toBe(false);
    expect(state(cfg)).toBe("enabled");
  },
);

test("ids of digits count like all others, also as numbers and in a mixed list", () => {
  const cfg = config({ allowFrom: [1234567890, OWNER] });
  expect([authorize(cfg, "1234567890"), authorize(cfg, OWNER)]).toMatchObject([
    { authorized: true },
    { authorized: true },
  ]);
});

test.each([[[]], [["*"]], [["Chị Lan"]], [[GROUP]], [["accessGroup:staff"]]])(
  "a list of %j approves nobody, and the reason names where approvers stand",
  (allowFrom) => {
    const cfg = config({ dmPolicy: "open", allowFrom, language: "en" });
    const answer = authorize(cfg, OWNER);
    expect(answer).toMatchObject({
      authorized: false,
      reason: expect.stringContaining("commands.ownerAllowFrom, or channels.zalo.allowFrom"),
    });
    expect(authorize(cfg, null)?.authorized).toBe(false);
    expect(authorize(cfg, GROUP)?.authorized).toBe(false);
    expect(state(cfg)).toBe("disabled");
  },
);

test("command owners of Zalo come before allowFrom; those of other channels do not count", () => {
  const owned = config({ allowFrom: [CUSTOMER] }, [`zalo:${OWNER}`, "telegram:123456789"]);
  expect(authorize(owned, OWNER)?.authorized).toBe(true);
  expect(authorize(owned, CUSTOMER)?.authorized).toBe(false);
  expect(authorize(owned, "123456789")?.authorized).toBe(false);
  const foreign = config({ allowFrom: [CUSTOMER] }, ["telegram:123456789"]);
  expect(authorize(foreign, CUSTOMER)?.authorized).toBe(true);
});

test("each account has its own approvers, and refuses in its own language", () => {
  const cfg = config({
    accounts: { shop: { allowFrom: [OWNER] }, clinic: { allowFrom: [CUSTOMER], language: "en" } },
  });
  expect(authorize(cfg, OWNER, "shop")?.authorized).toBe(true);
  expect(authorize(cfg, OWNER, "clinic")).toEqual({
    authorized: false,
    reason: "❌ You may not approve this request.",
  });
  expect(authorize(cfg, CUSTOMER, "shop")?.reason).toContain("Bạn không có quyền");
});
