import type { ChannelError } from "../outcome/channel-error.ts";

/** Something in the settings that an operator should look at. */
export interface Finding {
  /** The setting, from `channels.` on. */
  path: string;
  what: string;
  /** One sentence in the imperative, with the command where there is one. */
  fix: string;
}

/** A finding as `openclaw doctor` prints it. */
export const findingLine = ({ path, what, fix }: Finding): string => `- ${path}: ${what} ${fix}`.trimEnd();

/** What an error says, with what to do apart from it. */
export function findingOf(path: string, { message, fix = "" }: ChannelError): Finding {
  return { path, what: fix === "" ? message : message.replace(` ${fix}`, ""), fix };
}

/** `allow`, the old name of a group's `enabled`, at one place. `repair` is the command that renames it. */
export function oldGroupNames(
  path: string,
  groups: Readonly<Record<string, { allow?: boolean | undefined }>> | undefined,
  repair: string,
): Finding[] {
  return Object.entries(groups ?? {}).flatMap(([id, { allow }]) =>
    allow === undefined
      ? []
      : [
          {
            path: `${path}.groups.${id}.allow`,
            what: "is the old name of enabled.",
            fix: `Rename it; "${repair}" does.`,
          },
        ],
  );
}
