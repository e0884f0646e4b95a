import { openLog } from "channel-kit/host/channel-log";
import { TEXT_LIMIT } from "channel-kit/text/chunk";
import { systemClock } from "channel-kit/time/clock";
import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import type { ChannelPlugin, OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { createAccountStatusSink, defineChannelMessageAdapter } from "openclaw/plugin-sdk/channel-outbound";
import { deleteAccountFromConfigSection, setAccountEnabledInConfigSection } from "openclaw/plugin-sdk/core";
import { approvalCapability } from "./approvals.ts";
import { CAPABILITIES, DURABLE_FINAL, STICKER_ACTION } from "./capabilities.ts";
import { defaultAccountId, listAccountIds } from "./config/account-ids.ts";
import { resolveAccount, type ZaloAccount } from "./config/accounts.ts";
import { ACCOUNT_SETTINGS, zaloConfigSchema } from "./config/schema.ts";
import { zaloDoctor } from "./doctor/doctor.ts";
import { zaloGroups } from "./groups.ts";
import { ID_PREFIXES, isGroupId, parseTarget } from "./ids.ts";
import { META } from "./meta.ts";
import { getZaloRuntime } from "./runtime.ts";
import { requireTarget } from "./send/target.ts";
import { setupContract } from "./setup/contract.ts";
import { setupWizard } from "./setup/wizard.ts";
import { AccountStatus } from "./status/account-status.ts";
import { statusIssues } from "./status/issues.ts";
import type { ZaloProbe } from "./status/probe.ts";
import { accountSnapshot, describeAccount, type ZaloSnapshot } from "./status/snapshot.ts";

/** The plugin as the gateway sees it. Names its parts; what talks to Zalo is loaded when it is used. */
export const zaloChannel: ChannelPlugin<ZaloAccount, ZaloProbe> = {
  id: "zalo",
  meta: META,
  capabilities: { ...CAPABILITIES, chatTypes: [...CAPABILITIES.chatTypes] },
  // An account is resolved from the root and its own settings only, so changing one need not stop the others.
  reload: { configPrefixes: ["channels.zalo"], accountScopedRestart: true },
  configSchema: zaloConfigSchema,
  setupContract,
  setupWizard,
  doctor: zaloDoctor,
  config: {
    listAccountIds,
    resolveAccount: (cfg, accountId) => resolveAccount(cfg, accountId),
    inspectAccount: (cfg, accountId) => {
      const account = resolveAccount(cfg, accountId);
      return { ...account, ...describeAccount(account) };
    },
    defaultAccountId,
    setAccountEnabled: ({ cfg, accountId, enabled }) =>
      setAccountEnabledInConfigSection({ cfg, sectionKey: "zalo", accountId, enabled, allowTopLevel: true }),
    deleteAccount: ({ cfg, accountId }) =>
      deleteAccountFromConfigSection({
        cfg,
        sectionKey: "zalo",
        accountId,
        clearBaseFields: [...ACCOUNT_SETTINGS],
      }),
    isEnabled: (account) => account.enabled,
    isConfigured: (account) => account.token.status !== "missing",
    unconfiguredReason: (account) => account.token.problem?.message ?? "not configured",
    describeAccount,
    resolveAllowFrom: ({ cfg, accountId }) => [...resolveAccount(cfg, accountId).policy.allowFrom],
    formatAllowFrom: ({ allowFrom }) =>
      allowFrom.map((entry) => parseTarget(String(entry)) ?? String(entry).trim()),
  },
  pairing: {
    idLabel: "zaloUserId",
    normalizeAllowEntry: (entry) => parseTarget(entry) ?? entry.trim(),
    notifyApproval: async ({ cfg, accountId, id }) =>
      await (await import("./send/outbound.ts")).sendApproval(cfg, accountId, id),
  },
  security: {
    resolveDmPolicy: ({ account }) => ({
      policy: account.policy.dmPolicy,
      allowFrom: [...account.policy.allowFrom],
      policyPath: `${account.settingsPath}.dmPolicy`,
      allowFromPath: `${account.settingsPath}.`,
      approveHint: "openclaw pairing approve zalo <code>",
      normalizeEntry: (raw) => parseTarget(raw) ?? raw.trim(),
    }),
    collectWarnings: async ({ cfg, account }) => {
      const { groupFindings } = await import("./doctor/audit.ts");
      const finding = await sharedSession(cfg, account);
      if (finding === undefined) return groupFindings(account);
      const { message: detail, fix: remediation } = finding;
      const title = "Zalo direct messages share one session";
      const checkId = "channels.zalo.dm.shared_session";
      return [...groupFindings(account), { checkId, severity: "warn", title, detail, remediation }];
    },
    collectAuditFindings: async ({ cfg, sourceConfig, account }) =>
      (await import("./doctor/audit.ts")).auditFindings(cfg, sourceConfig, account),
  },
  approvalCapability,
  messaging: {
    targetPrefixes: ["zalo", "zl"],
    targetIdComparison: "lowercase",
    normalizeTarget: parseTarget,
    inferTargetChatType: ({ to }) => (isGroupId(parseTarget(to) ?? "") ? "group" : "direct"),
    // A group is known by its id; what the directory shows beside it is no name.
    formatTargetDisplay: ({ target, display }) =>
      isGroupId(parseTarget(target) ?? "") ? target : (display ?? target),
    targetResolver: {
      // The gateway would send to the one entry of the directory whose name contains what was typed. Here
      // only ids are targets, and whoever gives a name is told whose it is.
      looksLikeId: (raw) => raw.trim() !== "",
      resolveTarget: async ({ cfg, accountId, input }) => {
        if (parseTarget(input) !== undefined) return null;
        throw await (await import("./directory/resolve.ts")).nameAsTarget(cfg, accountId, input);
      },
      hint: `<id> or ${ID_PREFIXES[0]}<id>`,
    },
  },
  groups: zaloGroups,
  directory: {
    self: async ({ cfg, accountId }) => await (await import("./directory/list.ts")).self(cfg, accountId),
    listPeers: async (asked) => await (await import("./directory/list.ts")).listPeers(asked),
    listGroups: async (asked) => await (await import("./directory/list.ts")).listGroups(asked),
  },
  resolver: {
    resolveTargets: async (asked) => await (await import("./directory/resolve.ts")).resolveTargets(asked),
  },
  outbound: {
    deliveryMode: "direct",
    // Without a chunker the gateway hands a text over whole: only our own cut knows what the markup costs.
    textChunkLimit: TEXT_LIMIT,
    // One book per send knows how far it has come; for media that come one by one the gateway would not ask it.
    sendPayloadGroupsMedia: true,
    resolveTarget: ({ to, accountId }) => {
      try {
        return { ok: true, to: requireTarget(accountId ?? DEFAULT_ACCOUNT_ID, to ?? "") };
      } catch (error) {
        return { ok: false, error: error instanceof Error ? error : new Error(String(error)) };
      }
    },
  },
  message: defineChannelMessageAdapter({
    id: "zalo",
    durableFinal: {
      capabilities: DURABLE_FINAL,
      automaticUnknownSendReconciliation: true,
      reconcileUnknownSendKinds: { text: true, media: true, payload: true },
      reconcileUnknownSend: async (context) =>
        await (await import("./send/outbound.ts")).reconcileUnknownSend(context),
    },
    send: {
      text: async (context) => await (await import("./send/outbound.ts")).sendText(context),
      media: async (context) => await (await import("./send/outbound.ts")).sendMedia(context),
      payload: async (context) => await (await import("./send/outbound.ts")).sendPayload(context),
    },
  }),
  actions: {
    describeMessageTool: () => ({ actions: [STICKER_ACTION] }),
    supportsAction: ({ action }) => action === STICKER_ACTION,
    handleAction: async (context) => await (await import("./send/sticker-action.ts")).handleSticker(context),
  },
  status: {
    probeAccount: async ({ account, timeoutMs }) =>
      await (await import("./status/probe.ts")).probeAccount(account, timeoutMs),
    buildAccountSnapshot: async ({ account, cfg, runtime, probe }) =>
      accountSnapshot(account, runtime as ZaloSnapshot | undefined, {
        live: (await import("./status/live.ts")).readLive(account.accountId),
        probe,
        sharedSession: await sharedSession(cfg, account),
      }),
    collectStatusIssues: (accounts) => statusIssues(accounts as ZaloSnapshot[]),
  },
  gateway: {
    startAccount: async ({ account, accountId, setStatus, abortSignal }) => {
      const runtime = getZaloRuntime();
      const { startAccount } = await import("./receive/start.ts");
      await startAccount({
        runtime,
        account,
        status: new AccountStatus(createAccountStatusSink({ accountId, setStatus }), systemClock),
        log: openLog(runtime, "zalo"),
        signal: abortSignal,
      });
    },
  },
};

async function sharedSession(cfg: OpenClawConfig, { accountId, policy, enabled }: ZaloAccount) {
  if (!enabled) return undefined;
  const { sharedSessionFinding } = await import("channel-kit/host/shared-session");
  return await sharedSessionFinding(cfg, "zalo", accountId, policy);
}
