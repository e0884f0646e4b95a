import { ChannelError } from "../outcome/channel-error.ts";
import type { PairingRequest, PairingSender, PairingStore } from "../pairing/pairing-store.ts";
import { namesId, normalizeId } from "../policy/allow-list.ts";

/**
 * The part of the gateway's pairing controller that we use. What `createChannelPairingController({ core,
 * channel, accountId })` of `openclaw/plugin-sdk/channel-pairing` returns fits it.
 */
export interface GatewayPairing {
  readAllowFromStore(): Promise<string[]>;
  upsertPairingRequest(input: {
    id: string;
    meta?: Record<string, string>;
  }): Promise<{ code: string; created: boolean }>;
  issueChallenge(params: {
    senderId: string;
    senderIdLine: string;
    meta?: Record<string, string>;
    sendPairingReply: (text: string) => Promise<void>;
  }): Promise<{ created: boolean; code?: string }>;
}

/**
 * The gateway's own pairing store of one account, the one that `openclaw pairing list` and `approve` and the
 * Control UI work on.
 *
 * The gateway keeps a request for an hour from its first `created`, hands out the same code meanwhile, and
 * when three people of the account are waiting answers a fourth with an empty code: here, `full`.
 */
export class GatewayPairingStore implements PairingStore {
  readonly #accountId: string;
  readonly #gateway: GatewayPairing;

  constructor(accountId: string, gateway: GatewayPairing) {
    this.#accountId = accountId;
    this.#gateway = gateway;
  }

  async isAllowed(senderId: string): Promise<boolean> {
    return namesId(await this.readAllowFrom(), senderId, []);
  }

  async readAllowFrom(): Promise<string[]> {
    return this.#guard("read", () => this.#gateway.readAllowFromStore());
  }

  async request({ senderId, name }: PairingSender): Promise<PairingRequest> {
    const id = normalizeId(senderId);
    const meta = name === undefined ? {} : { meta: { name } };
    const { code, created } = await this.#guard("write", async () => {
      // Only `issueChallenge` tells the operator's `channel_pairing_requested` hooks of a new request. It
      // also wants to send the message, which is the challenger's work, and keeps a known code to itself.
      const issued = await this.#gateway.issueChallenge({
        senderId: id,
        senderIdLine: id,
        ...meta,
        sendPairingReply: async () => {},
      });
      if (issued.created && issued.code !== undefined) return { code: issued.code, created: true };
      return this.#gateway.upsertPairingRequest({ id, ...meta });
    });
    return code === "" ? { kind: "full" } : { kind: "pending", code, created };
  }

  async #guard<Result>(verb: "read" | "write", work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      throw new ChannelError(
        "storage",
        `Account "${this.#accountId}": the gateway could not ${verb} its pairing store.`,
        { fix: 'Run "openclaw doctor" and check that the state folder is writable.', cause },
      );
    }
  }
}
