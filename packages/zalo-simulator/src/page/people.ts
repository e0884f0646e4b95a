import type { WebState } from "./thread.ts";

/** `GET /page/people`: everybody whose phone one can look at, and whom they can write to. */
export interface PageWorld {
  readonly people: readonly PagePerson[];
  readonly bots: readonly PageBot[];
  readonly groups: readonly PageGroup[];
}

export interface PagePerson {
  /** What the control API and the page call them. */
  readonly id: string;
  /** What the personal protocol and its journal entries call them. */
  readonly uid: string;
  readonly name: string;
  readonly phone?: string;
  /** Where an account of theirs stands on Zalo Web: whoever is not `none` may be a plugin. */
  readonly web: WebState;
}

export interface PageBot {
  readonly id: string;
  readonly name: string;
}

export interface PageGroup {
  readonly id: string;
  /** What the personal protocol and its journal entries call it. */
  readonly webId: string;
  readonly name: string;
}
