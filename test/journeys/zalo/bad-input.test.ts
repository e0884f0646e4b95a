import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import { assertNoSecrets } from "../../support/secrets.ts";
import { PATIENCE_MS, type Shop, shop } from "../support/shop.ts";

/** Part of what `openclaw channels status --json` says of one account. */
interface AccountRow {
  accountId: string;
  connected?: boolean;
  lifecycle?: string;
  lastError?: string | null;
}

test("what is wrong with one account is said plainly, and the others go on answering", async () => {
  const files = mkdtempSync(join(tmpdir(), "zalo-tokens-"));
  const secret = "0123456789:khong-ai-duoc-thay-chuoi-nay";
  writeFileSync(join(files, "token"), secret);
  symlinkSync(join(files, "token"), join(files, "link"));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(files, { recursive: true }));
  await using place = await shop({
    bots: [{ name: "Bot Tốt" }, { name: "Bot Thu Hồi" }, { name: "Bot Lạ" }],
    channel: ([good, revoked, odd]) => ({
      enabled: true,
      dmPolicy: "open",
      allowFrom: ["*"],
      accounts: {
        good: { botToken: good?.token },
        revoked: { botToken: revoked?.token },
        odd: { botToken: odd?.token },
        malformed: { botToken: "khong-phai-token" },
        linked: { tokenFile: join(files, "link") },
        absent: { tokenFile: join(files, "khong-co") },
      },
    }),
    think: ({ text }) => `Trả lời cho ${text}`,
  });
  const [good, revoked, odd] = place.bots as [Bot, Bot, Bot];
  await place.open();

  revoked.switches.tokenRevoked = true;
  const garbage = place.zalo.faults.add({
    method: "getUpdates",
    bot: odd,
    times: Number.POSITIVE_INFINITY,
    fault: { kind: "status", status: 502, body: "<html>Bad Gateway</html>" },
  });
  const alice = place.zalo.world.addPerson({ name: "Alice" });
  alice.says(good, "còn mở cửa không?");
  await alice.waitFor(good, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });

  const said = await settledErrors(place, ["revoked", "odd", "malformed", "linked", "absent"]);
  expect(said.get("revoked")).toMatch(/"revoked".*401.*Zalo Bot Creator/);
  expect(said.get("odd")).toMatch(/"odd".*getUpdates.*502/);
  expect(said.get("malformed")).toMatch(
    /"malformed".*accounts\.malformed\.botToken does not look like a Zalo bot token/,
  );
  expect(said.get("linked")).toMatch(/"linked".*accounts\.linked\.tokenFile is a symbolic link/);
  expect(said.get("absent")).toMatch(/"absent".*accounts\.absent\.tokenFile cannot be read \(ENOENT\)/);

  garbage.remove();
  const bob = place.zalo.world.addPerson({ name: "Bob" });
  bob.says(odd, "bạn khỏe lại chưa?");
  await bob.waitFor(odd, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
  expect(alice.hears(good)).toHaveLength(1);

  await place.gateway.stop();
  assertNoSecrets(place.folder, [secret, ...place.bots.map((bot) => bot.token)]);
}, 400_000);

/** The errors that the status shows, once it shows one for each of these accounts. */
async function settledErrors({ gateway }: Shop, accountIds: readonly string[]): Promise<Map<string, string>> {
  for (let asked = 0; asked < 10; asked += 1) {
    const { stdout } = await gateway.cli("channels", "status", "--json");
    const { channelAccounts } = JSON.parse(stdout) as { channelAccounts: { zalo: AccountRow[] } };
    const rows = new Map(channelAccounts.zalo.map((row) => [row.accountId, row]));
    expect(rows.get("good")).toMatchObject({ connected: true });
    if (accountIds.every((id) => rows.get(id)?.lastError)) {
      return new Map(accountIds.map((id) => [id, rows.get(id)?.lastError ?? ""]));
    }
  }
  throw new Error("The status never showed what is wrong.");
}
