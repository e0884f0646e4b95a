import { expect, test } from "vitest";
import { readDrawnQr } from "../../../extensions/zalouser/src/testing/read-drawn-qr.ts";
import { personalShop } from "../support/personal-shop.ts";
import { Terminal } from "../support/terminal.ts";

const ENTER = "\r";
const UP = "\u001b[A";

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
  const barista = place.zalo.world.addPerson({ name: "Quán Cà Phê" });
  {
    const login = ["channels", "login", "--channel", "zalouser", "--account", "cafe"];
    await using terminal = new Terminal(place.gateway, login);
    const code = await terminal.sees(readDrawnQr);
    place.secrets.add(code);
    place.zalo.personal.scan(code, barista);
    place.zalo.personal.confirm(code);
    await terminal.says(`Confirmed: you are ${barista.name}`);
    expect(await terminal.ended, terminal.shown).toBe(0);
  }
  expect(place.stateFiles()).toEqual(["quan.json"]);
  const removed = await place.gateway.cli(
    ...["channels", "remove", "--channel", "zalouser", "--account", "cafe", "--delete"],
  );
  expect(removed.code, removed.stdout + removed.stderr).toBe(0);
  expect(channel().accounts?.["cafe"]).toBeUndefined();
});

test("an owner is guided through the set-up in a terminal, from the risk to the login", async () => {
  await using place = await personalShop({ think: () => "có", channel: {} });
  await using terminal = new Terminal(place.gateway, ["channels", "add"], { columns: 80 });
  let seen = 0;
  /** Waits for the question, and presses keys. */
  const answer = async (question: string, keys: string) => {
    await terminal.says(question, seen);
    seen = terminal.shown.length;
    terminal.type(keys);
  };
  /** Waits for the question, and goes up its list, which goes round, to what begins like this. */
  const choose = async (question: string, label: string) => {
    await terminal.says(question, seen);
    const others = new Set<string>();
    const highlighted = (shown: string) => {
      const line = [...shown.matchAll(/● ([^\r\n]+)[\r\n]/g)].at(-1)?.[1];
      return line === undefined || line === [...others].at(-1) ? undefined : line;
    };
    for (;;) {
      const line = await terminal.sees(highlighted, seen);
      if (line.startsWith(label)) break;
      if (others.has(line)) throw new Error(`"${label}" is not among ${[...others].join(", ")}.`);
      others.add(line);
      terminal.type(UP);
    }
    seen = terminal.shown.length;
    terminal.type(ENTER);
  };
  await answer("Set up a chat channel now?", ENTER);
  await choose("Select a channel", "Zalo (Personal Account)");
  await choose("Zalo Personal account", "default");
  await terminal.says("Zalo may warn, limit or lock an account", seen);
  await answer("Do you accept this risk?", "y");
  await choose("How does the account log in?", "Scan a QR code now");
  const code = await terminal.sees(readDrawnQr, seen);
  place.secrets.add(code);
  place.zalo.personal.scan(code, place.owner);
  place.zalo.personal.confirm(code);
  await terminal.says(`Confirmed: you are ${place.owner.name}`, seen);
  await choose("Who may write to the agent?", "People whom I approve");
  await answer("People who need no code", ENTER);
  await choose("In which groups does the agent answer?", "Groups on a list");
  await answer("These groups", ENTER);
  await answer("A name of your own for this account", `Tiệm${ENTER}`);
  // A command that is broken over two lines cannot be copied.
  await terminal.says("│  openclaw pairing approve zalouser <code>", seen);
  await terminal.says("│  openclaw channels status --probe", seen);
  expect(place.stateFiles()).toEqual(["default.json", "risk-accepted.json"]);
  await choose("Select a channel", "Finished");
  await choose("Set up administration from your own chat account?", "Skip for now");
  await answer("Name these channel accounts now?", ENTER);
  await answer("Route these channel accounts to agents now?", "n");
  await terminal.says("Channels updated.", seen);
  expect(await terminal.ended, terminal.shown).toBe(0);
  expect(place.gateway.readConfig()).toMatchObject({
    channels: {
      zalouser: { enabled: true, name: "Tiệm", dmPolicy: "pairing", groupPolicy: "allowlist" },
    },
  });
}, 240_000);
