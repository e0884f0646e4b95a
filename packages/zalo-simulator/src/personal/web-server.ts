import type { IncomingMessage, ServerResponse } from "node:http";
import { pause } from "../bot-api/pause.ts";
import type { FaultBook } from "../faults/fault-book.ts";
import { deliveryOf } from "../faults/spoil.ts";
import { htmlPage, json } from "../http/answers.ts";
import { type Delivery, deliver, goneSignal } from "../http/deliver.ts";
import { UnreadableRequest } from "../http/read-body.ts";
import { calls } from "./calls.ts";
import type { PersonalParts, Prepared, Ran } from "./endpoint.ts";
import { pages } from "./pages.ts";
import { type Address, readWebRequest, type WebRequest } from "./web-request.ts";

/** Zalo's web protocol of personal accounts, as far as it is HTTP. */
export class WebServer {
  readonly #parts: PersonalParts;
  readonly #faults: FaultBook;

  constructor(parts: PersonalParts, faults: FaultBook) {
    this.#parts = parts;
    this.#faults = faults;
  }

  /** Answers one request, spoilt if a fault is waiting for it. Never rejects on account of the client. */
  async handle(
    incoming: IncomingMessage,
    response: ServerResponse,
    at: { address: Address; query: URLSearchParams },
  ): Promise<void> {
    try {
      const request = await readWebRequest(incoming, { ...at, gone: goneSignal(response) });
      await this.#exchange(response, request);
    } catch (error) {
      if (!(error instanceof UnreadableRequest)) throw error;
      deliver(response, { kind: "answer", http: htmlPage(error.status, error.message) });
    }
  }

  async #exchange(response: ServerResponse, request: WebRequest): Promise<void> {
    const address = `${request.host}${request.path}`;
    const prepare = pages.get(address) ?? calls.get(address);
    const prepared = prepare?.(request, this.#parts) ?? nothingThere(request);
    const fault = this.#faults.take({
      method: prepared.call,
      uid: prepared.uid,
      chatId: prepared.threadId,
    });
    if (fault?.kind === "slow" && fault.accept !== true) await pause(fault.ms, request.gone);
    const carriedOut = fault === undefined || fault.kind === "slow" || fault.accept === true;
    const ran = carriedOut && !request.gone.aborted ? await prepared.run() : undefined;
    if (fault?.kind === "slow" && fault.accept === true) await pause(fault.ms, request.gone);
    const delivery = deliveryOf(fault, ran?.http, {
      refusal: (code, message, status) => {
        const no = prepared.refuse(code, message);
        return status === undefined ? no : { ...no, status };
      },
      sample: json(200, { error_code: 0, error_message: "Successful.", data: "" }),
      path: request.path,
    });
    this.#note(request, prepared, { ran, delivery, fault });
    if (delivery !== undefined) deliver(response, delivery);
    await ran?.afterwards?.();
  }

  #note(
    request: WebRequest,
    { call, uid, threadId, params }: Prepared,
    {
      ran,
      delivery,
      fault,
    }: {
      ran: Ran | undefined;
      delivery: Delivery | undefined;
      fault: { kind: string; errorCode?: number } | undefined;
    },
  ): void {
    const left =
      request.gone.aborted || delivery === undefined || !("http" in delivery) ? undefined : delivery;
    const code = fault?.errorCode ?? ran?.code;
    this.#parts.journal.add({
      kind: "web-call",
      ...(uid === undefined ? {} : { uid }),
      call,
      host: request.host,
      ...(threadId === undefined ? {} : { threadId }),
      params,
      status: left?.http.status ?? null,
      ...(code === undefined ? {} : { code }),
      accepted: ran?.code === 0,
      ...(fault === undefined ? {} : { faulted: fault.kind }),
    });
  }
}

/** A host or path that Zalo does not have. */
function nothingThere({ path }: WebRequest): Prepared {
  const http = htmlPage(404, "Not Found");
  return {
    call: path.replace(/^\/(?:api\/)?/, ""),
    params: {},
    refuse: (code, message) => json(200, { error_code: code, error_message: message, data: null }),
    run: () => ({ http, code: 404 }),
  };
}
