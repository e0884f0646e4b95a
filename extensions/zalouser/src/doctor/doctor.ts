import { findingLine } from "channel-kit/host/finding";
import type { ChannelDoctorAdapter } from "openclaw/plugin-sdk/channel-contract";

/** `openclaw doctor`, with and without `--fix`. What it looks with is loaded when it looks. */
export const zalouserDoctor = (stateDir: () => string): ChannelDoctorAdapter => ({
  // In an allowed group an empty list of people means anybody, which is what the operator has chosen.
  shouldSkipDefaultEmptyGroupAllowlistWarning: () => true,
  collectPreviewWarnings: async ({ cfg, doctorFixCommand }) => {
    const { findInConfig } = await import("./findings.ts");
    const { findSaved } = await import("./find-saved.ts");
    return [...findInConfig(cfg, doctorFixCommand), ...(await findSaved(cfg, stateDir()))].map(findingLine);
  },
  repairConfig: async ({ cfg }) => (await import("./repair.ts")).repairConfig(cfg),
  runConfigSequence: async ({ cfg, shouldRepair }) => {
    const changeNotes = shouldRepair
      ? await (await import("./find-saved.ts")).closeOpenLogins(cfg, stateDir())
      : [];
    return { changeNotes, warningNotes: [] };
  },
});
