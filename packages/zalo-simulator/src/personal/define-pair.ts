import { z } from "zod";
import type { Conversation } from "../world/conversation.ts";
import type { Service } from "./hosts.ts";
import { directOf, groupOf } from "./recipient.ts";
import { type CallResult, defineCall, Id, type SessionCall, type WebCall } from "./web-call.ts";

/** A call that exists once for people and once for groups. */
export interface PairSpec<P> {
  /** `to` is the parameter that holds the person's uid. */
  direct: { service: Service; path: string; to: "toid" | "toId" };
  group: { service: Service; path: string };
  /** Everything but the recipient. */
  params: z.ZodType<P>;
  run(call: WebCall<P>, conversation: Conversation): CallResult | Promise<CallResult>;
}

/** Both calls; each finds out where its message goes, and refuses those who do not take it. */
export function definePair<P>({ direct, group, params, run }: PairSpec<P>): readonly SessionCall[] {
  const { to, ...directly } = direct;
  return [
    defineCall({
      ...directly,
      params: z.intersection(params, z.object({ [to]: Id })),
      run: (call) => run(call, directOf(call, idIn(call.params, to))),
    }),
    defineCall({
      ...group,
      params: z.intersection(params, z.object({ grid: Id })),
      run: (call) => run(call, groupOf(call, call.params.grid).conversation),
    }),
  ];
}

const idIn = (params: object, name: string): string => String(new Map(Object.entries(params)).get(name));
