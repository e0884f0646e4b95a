/** What a login says, in English. `words-vi.ts` says the same in Vietnamese. */
export const ENGLISH = {
  scan: "Open Zalo on your phone, tap the QR symbol in the search bar, and scan this code:",
  narrow: (columns: number, rows: number) =>
    `This window is too small for the code: it needs ${columns} columns and ${rows} lines. Zoom out (Ctrl and -), also over SSH.`,
  howLong:
    "The code lives for about 100 seconds; a new one follows by itself. Ctrl-C stops, nothing is saved then.",
  noPicture: (variable: string) =>
    `If your phone does not read it: zoom out (Ctrl and -), or run this again with ${variable}=<path>.png set.`,
  picture: (path: string) => `The code also lies in ${path} as a picture. It is deleted at the end.`,
  silent: "Zalo's login page has not answered yet; still trying. Ctrl-C stops.",
  scanned: (name: string) => `Scanned by ${name}. Now confirm on the phone.`,
  expired: "This code has expired. Here is a new one.",
  interrupted: (problem: string) => `${problem} Here is a new code soon.`,
  declined: "The login was declined on the phone; nothing has changed.",
  givenUp: "Nobody has confirmed in time; nothing has changed.",
  again: (command: string) => `Try again with: ${command}`,
  confirmed: (name: string, userId: string) => `Confirmed: you are ${name} (${userId}).`,
  saved: "The login is saved. The gateway uses it from now on.",
  nobody: "a Zalo account",

  presentAsking: "Asking Zalo whether the saved login still works…",
  present: (name: string) => `This account is logged in already, as ${name}.`,
  presentUnchecked: (problem: string) =>
    `This account has a saved login, which could not be checked. ${problem}`,
  presentExpired: "Zalo no longer accepts the saved login. Log in again:",
  presentShort: "This account is logged in and connected.",
  loginAnyway: "Log in again?",
  toReplace: (command: string) =>
    `To log in again, run this in a terminal that can ask you, or first: ${command}`,
  kept: "The saved login stays as it is.",

  scanShort: "Scan this code with Zalo on your phone.",
  scannedShort: (name: string) => `Scanned by ${name}. Confirm on the phone.`,
  silentShort: "Zalo's login page has not answered yet; still trying.",
  newCode: "The code before has expired. Scan this one.",
  noLogin: "No login is under way. Start one first.",
  otherLogin: "Another login has taken this one's place.",
  waiting: "Nobody has scanned the code yet.",

  loggedOut: "The saved login is deleted, and whatever still holds it cannot save it again.",
  endOnPhone:
    "Zalo itself still lists it: on the phone, open Settings, Account and security, Login history, and log this device out.",
  noneSaved: "There was no saved login.",
};

export type Words = typeof ENGLISH;
