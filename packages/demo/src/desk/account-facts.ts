import type { DeskAccount, DeskState } from "zalo-simulator/page/desk";
import { z } from "zod";
import { PLUGINS } from "../repository.ts";

const Account = z.looseObject({
  accountId: z.string(),
  running: z.boolean().optional(),
  connected: z.boolean().optional(),
  restartPending: z.boolean().optional(),
  lifecycle: z.string().optional(),
  lastError: z.string().nullish(),
  stateReason: z.string().nullish(),
  lastInboundAt: z.number().nullish(),
  lastOutboundAt: z.number().nullish(),
});
type Account = z.infer<typeof Account>;

/** What the gateway answers to `channels.status`, as far as the desk reads it. */
export const ChannelsStatus = z.looseObject({
  channelDetailLabels: z.record(z.string(), z.string()).default({}),
  channelAccounts: z.record(z.string(), z.array(Account)).default({}),
  statusIssues: z
    .array(
      z.looseObject({ channel: z.string(), accountId: z.string(), kind: z.string(), message: z.string() }),
    )
    .default([]),
});
export type ChannelsStatus = z.infer<typeof ChannelsStatus>;

/** What a login by QR code has come to, beside what the gateway knows of an account. */
export type Login = { isUnderWay: boolean; said: string };

/** The accounts as the page shows them. `whoIs` names the bot or person behind one. */
export function deskAccounts(
  { channelDetailLabels, channelAccounts, statusIssues }: ChannelsStatus,
  whoIs: (channel: string, account: Account) => DeskAccount["who"],
  loginOf: (channel: string, account: string) => Login | undefined,
): readonly DeskAccount[] {
  return PLUGINS.flatMap((channel) =>
    (channelAccounts[channel] ?? []).map((account): DeskAccount => {
      const { accountId, lastInboundAt, lastOutboundAt } = account;
      const issue = statusIssues.find(
        (one) => one.channel === channel && one.accountId === accountId && one.kind !== "config",
      );
      const login = loginOf(channel, accountId);
      const state = login?.isUnderWay === true ? "logging-in" : stateOf(account, issue?.kind);
      const who = whoIs(channel, account);
      return {
        channel,
        label: channelDetailLabels[channel] ?? channel,
        account: accountId,
        ...(who === undefined ? {} : { who }),
        state,
        words: state === "connected" ? "" : login?.said || issue?.message || wordsOf(account),
        ...(lastInboundAt ? { lastInboundAt } : {}),
        ...(lastOutboundAt ? { lastOutboundAt } : {}),
        canLogIn: channel === "zalouser",
      };
    }),
  );
}

function stateOf(
  { running, connected, restartPending, lifecycle, lastError }: Account,
  issue: string | undefined,
): DeskState {
  if (running === true && connected === true) return "connected";
  if (issue === "auth") return "logged-out";
  // It keeps away by itself, as after another login of the same account.
  if (lifecycle === "blocked") return "stopped";
  if (running === true || restartPending === true || lifecycle === "starting") return "connecting";
  return lastError ? "failed" : "stopped";
}

const wordsOf = ({ stateReason, lastError }: Account): string => stateReason || lastError || "";
