import type { Envelope } from "./envelope.ts";

/** What messages to a chat are addressed to. */
export const targetOf = ({ id, target }: Envelope["chat"]): string => target ?? id;
