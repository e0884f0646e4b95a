import type { Gateway } from "demo/gateway";
import { expect } from "vitest";

/** What a method of the running gateway answers, asked as the Control UI asks. Fails when it is refused. */
export async function callGateway(gateway: Gateway, method: string, params: object): Promise<unknown> {
  const called = await gateway.cli("gateway", "call", method, "--json", "--params", JSON.stringify(params));
  expect(called.code, called.stdout + called.stderr).toBe(0);
  return JSON.parse(called.stdout);
}
