import { BoundedList } from "../world/bounded.ts";

/** More than a long run hands out. */
const SECRETS_KEPT = 10_000;

/**
 * Everything by which somebody could act as an account: cookies, the keys of calls and sockets, the imei, QR codes and
 * their tokens. Nobody but the client and Zalo may know them, so whoever runs a client can look for them elsewhere.
 */
export class SecretBook {
  readonly #noted = new BoundedList<string>(SECRETS_KEPT);

  /** Notes a secret, and answers it. */
  readonly note = (secret: string): string => {
    this.#noted.push(secret);
    return secret;
  };

  get all(): readonly string[] {
    return [...new Set(this.#noted.items)];
  }
}
