import type { Simulator } from "../simulator.ts";

/** The control API as another process uses it. `Body` is what the test reads out of answers. */
export function controlOf<Body>({ url }: Pick<Simulator, "url">) {
  return async (verb: string, path: string, body?: object): Promise<{ status: number; body: Body }> => {
    const response = await fetch(`${url}/control/${path}`, {
      method: verb,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
}
