#!/usr/bin/env node
import { parseArgs } from "node:util";
import { ZodError, z } from "zod";
import { type Simulator, startSimulator } from "./simulator.ts";
import type { Bot } from "./world/bot.ts";
import type { Group } from "./world/group.ts";
import type { Person } from "./world/person.ts";

const USAGE = `zalo-simulator: a Zalo of your own, on this machine only.

Usage: zalo-simulator [options]

  --port N              port on 127.0.0.1 (default: any free one)
  --bot NAME            name of the bot, beginning with "Bot" (default: "Bot Demo")
  --token TOKEN         its token, <digits>:<secret> (default: a new one)
  --person NAME[=ID]    somebody with a phone; may be repeated (default: "Alice"). An id is 20 characters of 0-9a-f.
                        All of them are friends
  --group NAME          a group of all these people and the bot; may be repeated
  --queue-mode MODE     live-only, consume or replay
  --failure-style MODE  http200 or http-status
  --switch NAME=VALUE   any other switch of the bot, e.g. pollers=single; may be repeated
  --help                this text

Stops on Ctrl-C.
`;

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "0" },
      bot: { type: "string", default: "Bot Demo" },
      token: { type: "string" },
      person: { type: "string", multiple: true, default: ["Alice"] },
      group: { type: "string", multiple: true, default: [] },
      "queue-mode": { type: "string" },
      "failure-style": { type: "string" },
      switch: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const switches = Object.fromEntries(
    [
      ["queueMode", values["queue-mode"]] as const,
      ["failureStyle", values["failure-style"]] as const,
      ...values.switch.map(namedSwitch),
    ].filter(([, value]) => value !== undefined),
  );
  const zalo = await startSimulator({ port: portNumber(values.port) });
  try {
    const bot = zalo.world.addBot({ name: values.bot, token: values.token, switches });
    const people = values.person.map((person) => zalo.world.addPerson(namedPerson(person)));
    for (const [at, one] of people.entries()) {
      for (const other of people.slice(at + 1)) zalo.world.befriend(one, other);
    }
    const groups = values.group.map((name) => zalo.world.addGroup({ name, members: people, bots: [bot] }));
    process.stdout.write(welcome(zalo, bot, people, groups));
  } catch (error) {
    await zalo.close();
    throw error;
  }
  const stop = () => void zalo.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function portNumber(raw: string): number {
  const port = Number(raw);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not "${raw}".`);
}

/** `An`, or `An=a1b2c3d4e5f6a7b8c9d0`. */
function namedPerson(raw: string): { name: string; id?: string } {
  const at = raw.lastIndexOf("=");
  return at < 1 ? { name: raw } : { name: raw.slice(0, at), id: raw.slice(at + 1) };
}

/** `pollers=single`, `maxPollSeconds=5`, `quota={"messagesPerMonth":3,…}`. */
function namedSwitch(raw: string): readonly [string, unknown] {
  const at = raw.indexOf("=");
  if (at < 1) throw new Error(`--switch must look like NAME=VALUE, not "${raw}".`);
  return [raw.slice(0, at), jsonOrText(raw.slice(at + 1))];
}

function jsonOrText(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

function welcome(zalo: Simulator, bot: Bot, people: readonly Person[], groups: readonly Group[]): string {
  const first = people[0];
  const said = JSON.stringify({ bot: bot.id, content: { kind: "text", text: "xin chào" } });
  return `Zalo runs at ${zalo.url}
Open that in a browser to chat as anybody.

  bot     ${bot.name}  (id ${bot.id})
  token   ${bot.token}
${people.map(({ name, id }) => `  person  ${name}  (id ${id})\n`).join("")}${groups.map(({ name, id }) => `  group   ${name}  (id ${id})\n`).join("")}
Point a bot at it:
  ZALO_API_URL=${zalo.url} ZALO_BOT_TOKEN=<the token above>

Write to the bot${first === undefined ? "" : ` as ${first.name}`}, and watch what happens:
  curl -H 'content-type: application/json' -d '${said}' ${zalo.url}/control/people/${first?.id ?? "<id>"}/messages
  curl ${zalo.url}/control/journal

Ctrl-C stops it.
`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const reason =
    error instanceof ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error;
  process.stderr.write(`zalo-simulator: ${reason}\nTry --help.\n`);
  process.exitCode = 1;
});
