import type { CredentialStore, LoginName, SavedLogin } from "../credentials/credential-store.ts";
import type { Credentials } from "../session/port.ts";

/** Saved logins that end with the process. */
export function memoryCredentialStore(): CredentialStore {
  const logins = new Map<string, SavedLogin>();
  let last = 0;
  const copy = (credentials: Credentials): Credentials => structuredClone(credentials);
  return {
    read: async ({ profile }: LoginName) => {
      const login = logins.get(profile);
      return login === undefined ? undefined : { ...login, credentials: copy(login.credentials) };
    },
    replace: async ({ profile }, credentials) => {
      last += 1;
      const generation = `login ${last}`;
      logins.set(profile, { credentials: copy(credentials), generation });
      return generation;
    },
    refresh: async ({ profile }, generation, credentials) => {
      if (logins.get(profile)?.generation !== generation) return false;
      logins.set(profile, { credentials: copy(credentials), generation });
      return true;
    },
    revoke: async ({ profile }) => logins.delete(profile),
  };
}
