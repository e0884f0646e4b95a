import type { Credentials } from "../session/port.ts";

/** Whose login: the account as the operator names it, and the profile under which its login is saved. */
export interface LoginName {
  accountId: string;
  profile: string;
}

/** A login as it was saved. */
export interface SavedLogin {
  credentials: Credentials;
  /** Tells this login from the one before and the one after it; refreshed cookies leave it as it is. */
  generation: string;
}

/**
 * Saved logins. Whatever cannot be read is an error and stays as it is: it is never taken for nobody being logged in,
 * and nothing but `revoke` takes its place.
 */
export interface CredentialStore {
  /** Undefined when nobody is logged in. */
  read(name: LoginName): Promise<SavedLogin | undefined>;
  /** Saves a new login in place of the one before. Resolves to its generation. */
  replace(name: LoginName, credentials: Credentials): Promise<string>;
  /**
   * Saves the cookies of a login that is in use. False, and nothing is saved, when that login was revoked or replaced
   * meanwhile: whoever uses it has to stop saving. Only the process that holds the session may call it.
   */
  refresh(name: LoginName, generation: string, credentials: Credentials): Promise<boolean>;
  /** Forgets the login, even one that cannot be read. False when there was none. */
  revoke(name: LoginName): Promise<boolean>;
}
