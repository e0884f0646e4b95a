import type { LiveAccount } from "../live/live-accounts.ts";
import type { Session } from "../session/port.ts";

/** A running account of which nothing but its session is looked at. */
export const liveAccount = (session: Session): LiveAccount => ({ session }) as LiveAccount;
