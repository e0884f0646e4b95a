/** What a stranger was told to send to the owner. */
export interface PairingCode {
  /** The channel as the gateway calls it: `zalo` or `zalouser`. */
  readonly channel: string;
  readonly code: string;
  /** Which of its accounts; undefined for the default one. */
  readonly account: string | undefined;
  /** The whole command that lets the stranger in. */
  readonly command: string;
}

/** The command stands alone on a line of the challenge. */
const COMMAND = /^openclaw pairing approve (\S+) ([A-Z0-9]{4,16})(?: --account (\S+))?$/m;

/** The pairing code in a message; undefined for any other message. */
export function pairingCode(text: string): PairingCode | undefined {
  const match = COMMAND.exec(text);
  if (match === null) return undefined;
  const [command, channel = "", code = "", account] = match;
  return { channel, code, account, command };
}
