import type { OpenClawPluginApi } from "openclaw/plugin-sdk/channel-core";
import { ChannelError } from "../outcome/channel-error.ts";

/** Code of the gateway's protocol for what cannot be done now. */
const UNAVAILABLE = "UNAVAILABLE";

/**
 * Has the gateway answer `method` with what `answer` returns, for commands that run beside it and may not do
 * themselves what it is about. Only clients that may read the gateway are served.
 */
export function serveInGateway(
  api: Pick<OpenClawPluginApi, "registerGatewayMethod">,
  method: string,
  answer: (params: Record<string, unknown>) => Promise<unknown>,
): void {
  api.registerGatewayMethod(
    method,
    async ({ params, respond }) => {
      try {
        respond(true, { answer: await answer(params) });
      } catch (error) {
        const message = error instanceof ChannelError ? error.message : "The plugin could not answer.";
        respond(false, undefined, { code: UNAVAILABLE, message });
      }
    },
    { scope: "operator.read" },
  );
}

/**
 * Asks the running gateway. Throws `rejected` with the gateway's own words when it says no, and `unreachable`
 * when there is none that answers.
 */
export async function askGateway(
  method: string,
  params: Record<string, unknown>,
  timeoutMs: number,
): Promise<unknown> {
  const { callGatewayFromCli, isGatewayClientRequestError } = await import(
    "openclaw/plugin-sdk/gateway-runtime"
  );
  try {
    const options = { json: true, timeout: String(timeoutMs) };
    const response = await callGatewayFromCli(method, options, params, {
      progress: false,
      scopes: ["operator.read"],
    });
    return response["answer"];
  } catch (error) {
    // Without the cause: the gateway's commands would print its words behind ours.
    if (isGatewayClientRequestError(error)) throw new ChannelError("rejected", error.message);
    throw new ChannelError("unreachable", "The gateway does not answer, and only it is connected.", {
      fix: "Start it, or see what is wrong with it: openclaw gateway status",
    });
  }
}
