import { challengeText } from "channel-kit/pairing/challenge-text";
import { expect, test } from "vitest";
import { pairingCode } from "./pairing-code.ts";

test("the code is found in what strangers are told, with the channel and the account it is for", () => {
  const said = { speaksAs: "bot", senderId: "6ede9afa66b88fe6d6a9", code: "AB12CD34" } as const;
  expect(pairingCode(challengeText({ channelId: "zalo", ...said }))).toMatchObject({
    channel: "zalo",
    code: "AB12CD34",
    account: undefined,
  });
  expect(pairingCode(challengeText({ channelId: "zalouser", accountId: "shop", ...said }))).toMatchObject({
    channel: "zalouser",
    account: "shop",
    command: "openclaw pairing approve zalouser AB12CD34 --account shop",
  });
});

test("other messages hold none", () => {
  expect(pairingCode("Mã đơn hàng: AB12CD34")).toBeUndefined();
});
