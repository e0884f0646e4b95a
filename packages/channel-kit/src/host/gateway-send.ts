import { randomUUID } from "node:crypto";

/** How long the gateway may take to accept it, in milliseconds. */
const PATIENCE_MS = 30_000;

/** One text that the running gateway is to send. */
export interface GatewayText {
  channel: string;
  accountId: string;
  to: string;
  text: string;
}

/**
 * Has the running gateway send a text, from a process that is not the gateway: for channels whose session only the
 * gateway may hold. Throws what the gateway says, or that none is running.
 */
export async function sendThroughGateway({ channel, accountId, to, text }: GatewayText): Promise<void> {
  const { callGatewayFromCli } = await import("openclaw/plugin-sdk/gateway-runtime");
  const request = { channel, accountId, to, message: text, idempotencyKey: randomUUID() };
  await callGatewayFromCli("send", { timeout: String(PATIENCE_MS), json: true }, request, {
    progress: false,
  });
}
