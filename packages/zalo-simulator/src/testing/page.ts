import type { Simulator } from "../simulator.ts";

/** The simulator as a page in a browser asks it. `Body` is what the test reads out of the answer. */
export const pageOf =
  ({ url }: Pick<Simulator, "url">) =>
  async <Body>(path: string, init: RequestInit = {}): Promise<Body> => {
    const response = await fetch(`${url}/page/${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text) as Body;
  };

/** A POST with a JSON body. */
export const posted = (body: object): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
