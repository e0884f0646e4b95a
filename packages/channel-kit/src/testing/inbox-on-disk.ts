import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Inbox } from "../inbox/inbox.ts";
import { openInbox } from "../inbox/sqlite-inbox.ts";
import { FakeClock } from "./fake-clock.ts";

/** The real inbox of a channel in a folder of its own, with the time in one's hands. Closing removes it. */
export class InboxOnDisk implements Disposable {
  readonly clock = new FakeClock();
  readonly #folder = mkdtempSync(join(tmpdir(), "inbox-"));
  #inbox = this.#open();

  /** What one account keeps in it. */
  ledger(accountId: string): ReturnType<Inbox["ledger"]> {
    return this.#inbox.ledger(accountId);
  }

  /** What a new process finds: everything that was promised to be on disk. */
  restart(): void {
    this.#inbox.close();
    this.#inbox = this.#open();
  }

  [Symbol.dispose](): void {
    this.#inbox.close();
    rmSync(this.#folder, { recursive: true });
  }

  #open(): Inbox {
    return openInbox({ file: join(this.#folder, "inbox.sqlite"), channelId: "zalo", clock: this.clock });
  }
}
