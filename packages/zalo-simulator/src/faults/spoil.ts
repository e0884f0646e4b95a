import { STATUS_CODES } from "node:http";
import { htmlPage, json } from "../http/answers.ts";
import type { Delivery, HttpAnswer } from "../http/deliver.ts";
import type { Fault } from "./fault.ts";

/** How the protocol that is spoilt puts things. */
export interface Forms {
  /** Its own "no"; with `status`, under that HTTP status. */
  refusal(errorCode: number, description: string, status: number | undefined): HttpAnswer;
  /** An answer to cut in two when there is no right one. */
  sample: HttpAnswer;
  /** The path of the request, which some gateways repeat. */
  path: string;
}

/** What a client gets instead of the right answer, `right`, which exists only if the call was carried out. */
export function spoil(
  fault: Exclude<Fault, { kind: "slow" }>,
  right: HttpAnswer | undefined,
  forms: Forms,
): Delivery {
  switch (fault.kind) {
    case "status":
      return {
        kind: "answer",
        http: { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? "" },
      };
    case "ok-false": {
      const description = fault.description ?? STATUS_CODES[fault.errorCode] ?? "Error";
      return { kind: "answer", http: forms.refusal(fault.errorCode, description, fault.status) };
    }
    case "html": {
      const detail = fault.echoPath === true ? `<p>The request for ${forms.path} failed.</p>\r\n` : "";
      return { kind: "answer", http: htmlPage(fault.status, STATUS_CODES[fault.status] ?? "Error", detail) };
    }
    case "cut":
      return { kind: "cut", http: right ?? forms.sample };
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

/** What goes out: the right answer, if there is one, unless a fault spoils it. A slow answer is the right one. */
export function deliveryOf(
  fault: Fault | undefined,
  right: HttpAnswer | undefined,
  forms: Forms,
): Delivery | undefined {
  if (fault !== undefined && fault.kind !== "slow") return spoil(fault, right, forms);
  return right === undefined ? undefined : { kind: "answer", http: right };
}
