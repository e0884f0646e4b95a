import type { ChannelError } from "channel-kit/outcome/channel-error";
import { afterRush } from "channel-kit/time/after-rush";
import type { Clock } from "channel-kit/time/clock";
import type { Session } from "../session/port.ts";
import type { CredentialStore, LoginName } from "./credential-store.ts";

/** Cookies come with several answers at once; one write is enough for them, in milliseconds. */
const RUSH = { quietMs: 1_000, latestMs: 10_000 } as const;

export interface KeepOptions {
  store: CredentialStore;
  name: LoginName;
  /** Of the login that the session was taken up with. */
  generation: string;
  session: Pick<Session, "credentials" | "onCredentials">;
  clock: Clock;
  /** Saving failed; it is tried again with the next cookies, and at the end. */
  trouble(error: ChannelError): void;
}

/**
 * Saves the session's cookies at once and whenever they have changed, for the one process that holds the session. Disposing of it
 * saves what has not been saved yet. A login that was revoked or replaced meanwhile is not saved any more.
 */
export function keepCredentials({
  store,
  name,
  generation,
  session,
  clock,
  trouble,
}: KeepOptions): AsyncDisposable {
  // Taking the session up may have brought cookies, and the file may be older than the key that it is to have.
  let isUnsaved = true;
  let isOver = false;
  let saving: Promise<void> = Promise.resolve();
  const save = async () => {
    if (!isUnsaved || isOver) return;
    isUnsaved = false;
    try {
      isOver = !(await store.refresh(name, generation, session.credentials()));
    } catch (error) {
      isUnsaved = true;
      trouble(error as ChannelError);
    }
  };
  const saveNext = () => {
    saving = saving.then(save);
    return saving;
  };
  const soon = afterRush(() => void saveNext(), { ...RUSH, clock });
  soon();
  session.onCredentials(() => {
    isUnsaved = true;
    if (!isOver) soon();
  });
  return {
    [Symbol.asyncDispose]: async () => {
      await saveNext();
      isOver = true;
    },
  };
}
