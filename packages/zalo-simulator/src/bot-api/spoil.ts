import { STATUS_CODES } from "node:http";
import type { Fault } from "../faults/fault.ts";
import type { Delivery, HttpAnswer } from "../http/deliver.ts";
import { htmlPage, json, refusal } from "./answers.ts";
import type { BotSwitches } from "./switches.ts";

/** What a client gets instead of the right answer, `right`, which exists only if the call was carried out. */
export function spoil(
  fault: Exclude<Fault, { kind: "slow" }>,
  right: HttpAnswer | undefined,
  at: { switches: BotSwitches; path: string },
): Delivery {
  switch (fault.kind) {
    case "status":
      return {
        kind: "answer",
        http: { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? "" },
      };
    case "ok-false": {
      const description = fault.description ?? STATUS_CODES[fault.errorCode] ?? "Error";
      return { kind: "answer", http: refusal(fault.errorCode, description, at.switches, fault.status) };
    }
    case "html": {
      const detail = fault.echoPath === true ? `<p>The request for ${at.path} failed.</p>\r\n` : "";
      return { kind: "answer", http: htmlPage(fault.status, STATUS_CODES[fault.status] ?? "Error", detail) };
    }
    case "cut":
      return { kind: "cut", http: right ?? json(200, { ok: true, result: {}, error_code: 0 }) };
    case "garbage":
      return { kind: "answer", http: { ...json(200, {}), body: '{"ok":true,"result":{{<<' } };
    case "empty":
      return { kind: "answer", http: { status: 200, headers: {}, body: "" } };
    case "hang":
    case "reset":
      return { kind: fault.kind };
    default:
      return fault satisfies never;
  }
}
