import type { ChannelErrorCode } from "channel-kit/outcome/channel-error";
import { describe, expect, test } from "vitest";
import { type CallResult, readExchange } from "./failures.ts";
import type { Exchange } from "./http.ts";

const read = (exchange: Exchange): CallResult => readExchange("sendMessage", "shop", exchange);
const refusal = (error_code: number | string, status = 200, description = "No"): Exchange => ({
  kind: "json",
  status,
  body: { ok: false, error_code, description },
});

function failed(result: CallResult): Extract<CallResult, { ok: false }> {
  if (result.ok) throw new Error("This call succeeded.");
  return result;
}

test("a success is a success although it carries an error code of nought", () => {
  const body = { ok: true, result: { message_id: "abc" }, error_code: 0 };
  expect(read({ kind: "json", status: 200, body })).toEqual({ ok: true, result: { message_id: "abc" } });
});

test("a success without a result is still one", () => {
  expect(read({ kind: "json", status: 200, body: { ok: true } })).toEqual({ ok: true, result: undefined });
});

test("a success is believed whatever the HTTP status", () => {
  expect(read({ kind: "json", status: 500, body: { ok: true, result: 1 } }).ok).toBe(true);
});

describe("a refusal in the API's own words", () => {
  const table: readonly [number, ChannelErrorCode, certain: boolean][] = [
    [400, "rejected", true],
    [401, "unauthorized", true],
    [403, "unreachable", true],
    [404, "rejected", true],
    [408, "timeout", false],
    [409, "rejected", true],
    [413, "rejected", true],
    [426, "rate-limited", true],
    [429, "rate-limited", true],
    [500, "unreachable", true],
    [502, "unreachable", true],
    [503, "unreachable", true],
  ];

  test.each(table)("%i is %s, certain: %s", (errorCode, code, certain) => {
    for (const status of [200, errorCode]) {
      const result = failed(read(refusal(errorCode, status)));
      expect(result).toMatchObject({ certain, errorCode, error: { code } });
      expect(result.error.message).toContain(
        `Zalo account "shop": sendMessage was refused with ${errorCode}`,
      );
    }
  });

  test("its code may be written as a string", () => {
    expect(failed(read(refusal("429")))).toMatchObject({ errorCode: 429, error: { code: "rate-limited" } });
  });

  test("the HTTP status decides when it names no code", () => {
    const result = failed(read({ kind: "json", status: 429, body: { ok: false } }));
    expect(result).toMatchObject({ errorCode: 429, error: { code: "rate-limited" } });
  });

  test("the body decides when it and the HTTP status disagree", () => {
    expect(failed(read(refusal(401, 500))).error.code).toBe("unauthorized");
  });

  test("what Zalo says is passed on", () => {
    const said = "Bad request: The chat_id must not be empty";
    expect(failed(read(refusal(400, 200, said))).error.message).toContain(said);
  });

  test("a refused token and a used-up quota come with what to do", () => {
    expect(failed(read(refusal(401))).error.fix).toMatch(/Zalo Bot Creator/);
    expect(failed(read(refusal(429))).error.fix).toMatch(/quota/);
  });

  test("only what can change by itself is worth another try", () => {
    const retryable = [400, 401, 403, 404, 408, 429, 500].filter(
      (errorCode) => failed(read(refusal(errorCode))).error.retryable,
    );
    expect(retryable).toEqual([403, 408, 429, 500]);
  });
});

describe("an answer that is no answer of Zalo's", () => {
  const unreadable = (status: number, empty = false): Exchange => ({ kind: "unreadable", status, empty });

  test.each([200, 204, 301, 408, 502, 504])("HTTP %i leaves open what was done", (status) => {
    expect(failed(read(unreadable(status)))).toMatchObject({
      certain: false,
      errorCode: status,
      error: { code: "bad-response", retryable: true },
    });
  });

  test.each<[number, ChannelErrorCode]>([
    [400, "rejected"],
    [401, "unauthorized"],
    [403, "unreachable"],
    [404, "rejected"],
    [429, "rate-limited"],
    [500, "unreachable"],
    [503, "unreachable"],
  ])("HTTP %i is a refusal even as HTML: %s", (status, code) => {
    expect(failed(read(unreadable(status)))).toMatchObject({
      certain: true,
      errorCode: status,
      error: { code },
    });
  });

  test.each([null, [], "ok", 7, {}, { ok: "yes" }, { result: 1 }])(
    "JSON that is not the API's envelope counts as unreadable: %j",
    (body) => {
      expect(failed(read({ kind: "json", status: 200, body }))).toMatchObject({
        certain: false,
        error: { code: "bad-response" },
      });
    },
  );
});

describe("no answer at all", () => {
  test.each<[Exchange & { kind: "no-answer" }, ChannelErrorCode, certain: boolean]>([
    [{ kind: "no-answer", requestLeft: false, why: "broken", detail: "ECONNREFUSED" }, "unreachable", true],
    [{ kind: "no-answer", requestLeft: true, why: "broken", detail: "ECONNRESET" }, "unreachable", false],
    [{ kind: "no-answer", requestLeft: true, why: "deadline" }, "timeout", false],
    [{ kind: "no-answer", requestLeft: true, why: "aborted" }, "aborted", false],
  ])("%j is %s, certain: %s", (exchange, code, certain) => {
    const result = failed(read(exchange));
    expect(result).toMatchObject({ certain, error: { code } });
    expect(result.errorCode).toBeUndefined();
    expect(result.error.message).toContain('Zalo account "shop": sendMessage failed');
  });

  test("what the network said is named, and what to look at when nothing was reached", () => {
    const { error } = failed(
      read({ kind: "no-answer", requestLeft: false, why: "broken", detail: "ENOTFOUND" }),
    );
    expect(error.message).toContain("could not be reached (ENOTFOUND)");
    expect(error.fix).toMatch(/network and ZALO_API_URL/);
  });

  test.each([
    ["unreachable", /the proxy cannot be reached/, /proxy runs/],
    ["credentials", /refuses the user and password/, /user:password@host:port/],
    ["refused", /did not connect us/, /proxy may reach the API/],
  ] as const)("a proxy that is in the way is told from the API: %s", (proxy, what, fix) => {
    const { error, certain } = failed(read({ kind: "no-answer", requestLeft: false, why: "broken", proxy }));
    expect({ certain, code: error.code }).toEqual({ certain: true, code: "unreachable" });
    expect(error.message).toMatch(what);
    expect(error.fix).toMatch(fix);
  });
});
