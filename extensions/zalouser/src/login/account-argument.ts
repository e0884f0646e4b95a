/** What a command needs in order to mean this account: nothing for the default one. */
export const accountArgument = (accountId: string): string =>
  accountId === "default" ? "" : ` --account ${accountId}`;
