import { relative } from "node:path";
import { z } from "zod";
import type { Gateway } from "./gateway.ts";
import { ROOT } from "./repository.ts";

/** The code stands alone on the line after this one. */
const CODE = /^Mã ghép nối:\n([A-Z0-9]+)$/m;

/** The pairing code that a message of the bot's gives its reader; undefined for any other message. */
export function pairingCode(text: string): string | undefined {
  return CODE.exec(text)?.[1];
}

/** Approves a code as its owner would, with `openclaw pairing approve`. Throws with the command's words. */
export async function approve(
  gateway: Pick<Gateway, "cli">,
  channel: string,
  code: string,
  account?: string,
): Promise<string> {
  const whose = account === undefined ? [] : ["--account", account];
  const command = ["pairing", "approve", channel, code, ...whose];
  const { code: exit, stdout, stderr } = await gateway.cli(...command);
  if (exit !== 0) throw new Error(`openclaw ${command.join(" ")} failed:\n${stdout}${stderr}`.trim());
  return stdout.trim();
}

const PairingRequest = z.looseObject({
  id: z.string(),
  code: z.string(),
  createdAt: z.string().optional(),
  meta: z.looseObject({ name: z.string().optional(), accountId: z.string().optional() }).optional(),
});
type PairingRequest = z.infer<typeof PairingRequest>;

const Listed = z.looseObject({ requests: z.array(PairingRequest) });

/** Who waits to be approved, by the gateway's own list; nobody where it cannot be read. Each question costs a whole command. */
export async function pairingRequests(
  gateway: Pick<Gateway, "cli">,
  channel: string,
): Promise<readonly PairingRequest[]> {
  const { code: exit, stdout } = await gateway.cli("pairing", "list", channel, "--json");
  if (exit !== 0) return [];
  return Listed.safeParse(JSON.parse(stdout)).data?.requests ?? [];
}

/** The code that this person was given earlier and that nobody has approved yet. */
export async function pendingCode(gateway: Gateway, personId: string): Promise<string | undefined> {
  const requests = await pairingRequests(gateway, "zalo");
  return requests.find(({ id }) => id === personId)?.code;
}

/** What to type in a second terminal, in the repository's folder. */
export function approveCommand(folder: string, code: string, channel = "zalo"): string {
  return besideCommand(folder, `openclaw pairing approve ${channel} ${code}`);
}

/** How any `openclaw` command on the demo in this folder is typed in a second terminal. */
export function besideCommand(folder: string, command: string): string {
  const path = relative(ROOT, folder);
  const where = path === ".demo" ? "" : `--folder ${JSON.stringify(path.startsWith("..") ? folder : path)} `;
  return `npm run demo -- ${where}${command}`;
}
