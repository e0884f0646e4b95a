import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { demoPlace, processesOf } from "./run-demo.ts";

test("one exchange: a stranger is challenged, approved, and answered by the agent", async () => {
  using place = demoPlace();
  const { code, stdout, stderr } = await place.run("--say", "xin chào", "--approve");

  expect({ code, stderr }).toMatchObject({ code: 0 });
  const pairing = /^Mã ghép nối:\n([A-Z0-9]{8})$/m.exec(stdout)?.[1];
  expect(stdout).toContain(`$ openclaw pairing approve zalo ${pairing}\nApproved zalo sender`);
  const [said, ...rest] = stdout.split(/^An: xin chào\n/m);
  expect(said).toBe("");
  expect(rest).toHaveLength(2);
  expect(rest[1]).toMatch(/^Bot Demo: Chào bạn!/);

  expect(processesOf(place.folder)).toEqual([]);
  expect(readdirSync(place.home)).toEqual([]);
});

test("who is not approved is told how, and the command that is printed works", async () => {
  using place = demoPlace();
  const refused = await place.run("--say", "mấy giờ rồi?");
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain("Mã ghép nối:");
  const command = /^ {2}npm run demo -- --folder "[^"]+" (openclaw .+)$/m.exec(refused.stderr)?.[1];

  const approved = await place.run(...(command ?? "").split(" "));
  expect(approved).toMatchObject({ code: 0, stdout: expect.stringContaining("Approved zalo sender") });

  const answered = await place.run("--say", "mấy giờ rồi?");
  expect(answered.code).toBe(0);
  expect(answered.stdout).toMatch(/^An: mấy giờ rồi\?\nBot Demo: Bây giờ là \d\d:\d\d/);
  expect(answered.stderr).toContain("The zalo plugin is installed already");
  expect(processesOf(place.folder)).toEqual([]);
});

test("what cannot be meant is refused before anything is started", async () => {
  using place = demoPlace();
  const unknown = await place.run("--frobnicate");
  expect(unknown).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Unknown option "--frobnicate"'),
  });
  const early = await place.run("openclaw", "status");
  expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining("Start one with: npm run demo") });
  const help = await place.run("--help");
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining("--approve") });
});
