import { expect, test } from "vitest";
import { personalShop } from "../support/personal-shop.ts";

type Accounts = Record<string, Record<string, unknown>>;

test("accounts come and go by command, and no two share a login", async () => {
  await using place = await personalShop({
    think: ({ text }) => `Trả lời cho ${text}`,
    channel: { enabled: true, dmPolicy: "disabled", groupPolicy: "disabled" },
  });
  const channel = () => {
    const config = place.gateway.readConfig() as {
      channels: { zalouser: Record<string, unknown> & { accounts?: Accounts } };
    };
    return config.channels.zalouser;
  };
  const added = await place.gateway.cli(
    ...["channels", "add", "--channel", "zalouser", "--account", "cafe"],
    ...["--name", "Quán", "--login-profile", "quan"],
  );
  expect(added.code, added.stdout + added.stderr).toBe(0);
  expect(added.stdout).toContain("openclaw channels login --channel zalouser --account cafe");
  expect(channel().accounts?.["cafe"]).toMatchObject({
    enabled: true,
    name: "Quán",
    profile: "quan",
    groupPolicy: "allowlist",
  });
  const twin = await place.gateway.cli(
    ...["channels", "add", "--channel", "zalouser", "--account", "twin", "--login-profile", "quan"],
  );
  expect(twin.code).not.toBe(0);
  expect(twin.stdout + twin.stderr).toContain('"twin" and "cafe" share the profile "quan"');
  const removed = await place.gateway.cli(
    ...["channels", "remove", "--channel", "zalouser", "--account", "cafe", "--delete"],
  );
  expect(removed.code, removed.stdout + removed.stderr).toBe(0);
  expect(channel().accounts?.["cafe"]).toBeUndefined();
});
