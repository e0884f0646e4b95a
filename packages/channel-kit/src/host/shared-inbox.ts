import { join } from "node:path";
import type { Inbox } from "../inbox/inbox.ts";
import { openInbox } from "../inbox/sqlite-inbox.ts";

/** The inbox of a channel while somebody uses it. */
export interface InboxLease extends Disposable {
  inbox: Inbox;
}

/** Where a channel keeps its inbox below the gateway's state folder. */
export function inboxFile(stateDir: string, channelId: string): string {
  return join(stateDir, channelId, "inbox.sqlite");
}

/**
 * One open database per file, however many accounts of a process use it, so that their appends share
 * transactions. Closed when the last user lets go.
 */
export class SharedInboxes {
  readonly #open = new Map<string, { inbox: Inbox; users: number }>();

  /** Opens the inbox, or joins those who have it open. Throws `ChannelError("storage")`. */
  acquire(file: string, channelId: string): InboxLease {
    const shared = this.#open.get(file) ?? { inbox: openInbox({ file, channelId }), users: 0 };
    this.#open.set(file, shared);
    shared.users += 1;
    let held = true;
    return {
      inbox: shared.inbox,
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        shared.users -= 1;
        if (shared.users > 0) return;
        this.#open.delete(file);
        shared.inbox.close();
      },
    };
  }
}
