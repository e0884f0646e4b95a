import { openLog } from "channel-kit/host/channel-log";
import { systemClock } from "channel-kit/time/clock";
import type { ChannelPlugin, OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { createAccountStatusSink, defineChannelMessageAdapter } from "openclaw/plugin-sdk/channel-outbound";
import { deleteAccountFromConfigSection, setAccountEnabledInConfigSection } from "openclaw/plugin-sdk/core";
import { resolveStateDir } from "openclaw/plugin-sdk/state-paths";
import { approvalCapability } from "./approvals.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { defaultAccountId, listAccountIds } from "./config/account-ids.ts";
import { resolveAccount, type ZalouserAccount } from "./config/accounts.ts";
import { ACCOUNT_SETTINGS, zalouserConfigSchema } from "./config/schema.ts";
import { zalouserDoctor } from "./doctor/doctor.ts";
import { securityAdapter } from "./doctor/security-adapter.ts";
import { zalouserGroups } from "./groups.ts";
import { canonicalEntry, formatTarget, parseTarget } from "./ids.ts";
import { notLoggedIn } from "./login/not-logged-in.ts";
import { META } from "./meta.ts";
import { getZalouserRuntime } from "./runtime.ts";
import { actionAdapter, messageAdapter, outboundAdapter, threadingAdapter } from "./send/channel-parts.ts";
import { setupContract } from "./setup/contract.ts";
import { setupWizard } from "./setup/wizard.ts";
import { AccountStatus } from "./status/account-status.ts";
import type { ZalouserProbe } from "./status/probe.ts";
import { describeAccount } from "./status/snapshot.ts";
import { statusAdapter } from "./status/status-adapter.ts";

/** The plugin as the gateway sees it. Names its parts; what talks to Zalo is loaded when it is used. */
export const zalouserChannel: ChannelPlugin<ZalouserAccount, ZalouserProbe> = {
  id: "zalouser",
  meta: META,
  capabilities: { ...CAPABILITIES, chatTypes: [...CAPABILITIES.chatTypes] },
  // An account is resolved from the root and its own settings only, so changing one need not stop the others.
  reload: { configPrefixes: ["channels.zalouser"], accountScopedRestart: true },
  configSchema: zalouserConfigSchema,
  setupContract,
  setupWizard,
  doctor: zalouserDoctor(resolveStateDir),
  gatewayMethods: ["web.login.start", "web.login.wait"],
  config: {
    listAccountIds,
    resolveAccount: (cfg, accountId) => resolveAccount(cfg, accountId),
    inspectAccount: (cfg, accountId) => {
      const { credentialsKey: _, ...account } = resolveAccount(cfg, accountId);
      return { ...account, ...describeAccount(account) };
    },
    defaultAccountId,
    setAccountEnabled: ({ cfg, accountId, enabled }) =>
      setAccountEnabledInConfigSection({
        cfg,
        sectionKey: "zalouser",
        accountId,
        enabled,
        allowTopLevel: true,
      }),
    deleteAccount: ({ cfg, accountId }) =>
      deleteAccountFromConfigSection({
        cfg,
        sectionKey: "zalouser",
        accountId,
        clearBaseFields: [...ACCOUNT_SETTINGS],
      }),
    isEnabled: (account) => account.enabled,
    describeAccount,
    // Without this the gateway would go on taking an account that was logged out once for one without a login.
    isLinked: async (account) =>
      await (await import("./login/link-state.ts")).linkState(account, resolveStateDir()),
    unlinkedReason: (account) => notLoggedIn(account.accountId).message,
    resolveAllowFrom: ({ cfg, accountId }) => [...resolveAccount(cfg, accountId).policy.allowFrom],
    formatAllowFrom: ({ allowFrom }) => allowFrom.map((entry) => canonicalEntry(String(entry))),
  },
  pairing: {
    idLabel: "zalouserUserId",
    normalizeAllowEntry: canonicalEntry,
    notifyApproval: async ({ cfg, accountId, id }) =>
      await (await import("./send/outbound.ts")).sendApproval(cfg, accountId, id),
  },
  auth: {
    login: async ({ cfg, accountId }) =>
      await (await import("./login/login-command.ts")).runLoginCommand({
        cfg,
        accountId,
        stateDir: resolveStateDir(),
      }),
  },
  gateway: {
    startAccount: async ({ account, accountId, setStatus, abortSignal }) => {
      const runtime = getZalouserRuntime();
      const { startOnGateway } = await import("./receive/start.ts");
      await startOnGateway({
        runtime,
        account,
        status: new AccountStatus(createAccountStatusSink({ accountId, setStatus }), systemClock),
        log: openLog(runtime, "zalouser"),
        signal: abortSignal,
      });
    },
    loginWithQrStart: async ({ accountId, timeoutMs, force = false }) =>
      await (await import("./login/gateway-login.ts")).startWebLogin(webLogin(accountId, timeoutMs), {
        isForced: force,
      }),
    loginWithQrWait: async ({ accountId, timeoutMs, sessionKey, currentQrDataUrl }) =>
      await (await import("./login/gateway-login.ts")).waitForWebLogin(webLogin(accountId, timeoutMs), {
        sessionKey,
        currentQrDataUrl,
      }),
    logoutAccount: async ({ account, runtime }) => {
      const { logOut } = await import("./login/logout.ts");
      const result = await logOut(account, resolveStateDir());
      runtime.log(result.message);
      return result;
    },
  },
  messaging: {
    targetPrefixes: ["zalouser", "zlu"],
    normalizeTarget: (raw) => {
      const thread = parseTarget(raw);
      return thread === undefined ? undefined : formatTarget(thread);
    },
    inferTargetChatType: ({ to }) => parseTarget(to)?.kind ?? "direct",
    targetResolver: {
      // The gateway would send to the one entry of the directory whose name contains what was typed. Here a name
      // has to be the whole name of exactly one friend or group.
      looksLikeId: (raw) => raw.trim() !== "",
      resolveTarget: async ({ cfg, accountId, input }) => {
        if (parseTarget(input) !== undefined) return null;
        return await (await import("./directory/resolve.ts")).nameAsTarget(cfg, accountId, input);
      },
      hint: "<id>, group:<id>, or the exact name of a friend or group",
    },
  },
  directory: {
    self: async ({ cfg, accountId }) => await (await import("./directory/list.ts")).self(cfg, accountId),
    listPeersLive: async (asked) => await (await import("./directory/list.ts")).listPeers(asked),
    listGroupsLive: async (asked) => await (await import("./directory/list.ts")).listGroups(asked),
    listGroupMembers: async (asked) => await (await import("./directory/list.ts")).listMembers(asked),
  },
  resolver: {
    resolveTargets: async (asked) => await (await import("./directory/resolve.ts")).resolveTargets(asked),
  },
  security: securityAdapter(resolveStateDir),
  approvalCapability,
  groups: zalouserGroups,
  status: statusAdapter(resolveStateDir),
  threading: threadingAdapter,
  outbound: outboundAdapter,
  message: defineChannelMessageAdapter(messageAdapter),
  actions: actionAdapter,
};

const webLogin = (accountId: string | undefined, timeoutMs: number | undefined) => ({
  cfg: getZalouserRuntime().config.current() as OpenClawConfig,
  stateDir: resolveStateDir(),
  accountId,
  timeoutMs,
});
