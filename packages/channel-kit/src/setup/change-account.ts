/** What an account's settings become; `undefined` takes a setting away. */
export type Change<Settings> = { [Key in keyof Settings]?: Settings[Key] | undefined };

interface Switch {
  enabled?: boolean | undefined;
}

/** A channel's section of the configuration: settings at its root, and those of accounts below it. */
export type Section<Settings extends Switch> = Settings & {
  accounts?: Record<string, Settings> | undefined;
};

export interface WhichAccount {
  /** The name below `accounts`; undefined for an account that stands at the root. */
  key: string | undefined;
  /** What becomes of an account, or a channel, that was switched off: it is switched on, or stays as it is. */
  whenOff: "switch-on" | "leave";
}

/**
 * The section with one account changed, and no other account. An account that was never switched on or off is on
 * from now on.
 */
export function changeAccount<Settings extends Switch>(
  section: Section<Settings>,
  { key, whenOff }: WhichAccount,
  change: Change<Settings>,
): Section<Settings> {
  const switched = (present: Switch | undefined) => (whenOff === "leave" ? (present?.enabled ?? true) : true);
  if (key === undefined) return { ...changed(section, change), enabled: switched(section) };
  const before = section.accounts?.[key];
  const account = { ...changed(before ?? ({} as Settings), change), enabled: switched(before) };
  return { ...section, enabled: switched(section), accounts: { ...section.accounts, [key]: account } };
}

/** Settings with some of them changed or taken away. */
export function changed<Settings extends object>(settings: Settings, change: Change<Settings>): Settings {
  const next = { ...settings, ...change };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as Settings;
}
