import { json } from "../http/answers.ts";
import { type NewCookie, setCookie } from "../http/cookies.ts";
import type { HttpAnswer } from "../http/deliver.ts";
import type { PersonalParts, Prepare } from "./endpoint.ts";
import type { WebRequest } from "./web-request.ts";

/** What a page answers; `code` is Zalo's own, `http` is missing when the client has left. */
export interface PageAnswer {
  http: HttpAnswer | undefined;
  code?: number;
}

/** One unencrypted request: the login pages and polls. */
export type Page = (request: WebRequest, parts: PersonalParts) => PageAnswer | Promise<PageAnswer>;

/** A page as something that faults can hit. Its fields stay out of the journal: most of them are secrets. */
export const asEndpoint =
  (page: Page): Prepare =>
  (request, parts) => ({
    call: request.path.replace(/^\/(?:api\/)?/, ""),
    params: {},
    refuse: (code, message) => plain(code, message, null).http,
    run: async () => {
      const { http, code = 0 } = await page(request, parts);
      return { http, code };
    },
  });

/** `{error_code, error_message, data}`, as the unencrypted pages answer. */
export const plain = (code: number, message: string, data: unknown): PageAnswer & { http: HttpAnswer } => ({
  http: json(200, { error_code: code, error_message: message, data }),
  code,
});

/** The same answer, with cookies. */
export const withCookies = (http: HttpAnswer, cookies: readonly NewCookie[]): HttpAnswer =>
  cookies.length === 0
    ? http
    : { ...http, headers: { ...http.headers, "set-cookie": cookies.map(setCookie) } };

/** A redirect; clients cannot follow a relative one. */
export const redirect = (location: string, cookies: readonly NewCookie[] = []): HttpAnswer =>
  withCookies({ status: 302, headers: { location }, body: "" }, cookies);

export const html = (body: string): HttpAnswer => ({
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body,
});
