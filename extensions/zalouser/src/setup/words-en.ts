/** What the set-up asks and says, in English. `words-vi.ts` says the same in Vietnamese. */
export const ENGLISH = {
  riskTitle: "Before you begin",
  risk: [
    "This uses a personal Zalo account through the web, which is not an official interface.",
    "Zalo may warn, limit or lock an account that is used this way, and nobody can rule that out.",
    "Use an account that you can afford to lose; for a shop, an Official Account and the channel zalo are the safe way.",
    "While the gateway runs, do not use Zalo Web or Zalo PC with the same account: each throws the other out.",
  ],
  acceptRisk: "Do you accept this risk?",

  problemTitle: "This account cannot be set up yet",

  login: "How does the account log in?",
  keepLogin: "Keep the saved login",
  scanNow: "Scan a QR code now (proposed)",
  scanAgain: "Scan a QR code and replace it",
  scanLater: "Later",
  scanLaterHint: "with openclaw channels login; names cannot be looked up until then",
  waiting: "Waiting for your phone",
  asking: "Asking Zalo for your friends and groups",
  stillValid: "The saved login still works.",
  uncheckedTitle: "The saved login",
  failedTitle: "The login failed",

  direct: "Who may write to the agent?",
  directPairing: "People whom I approve (proposed)",
  directPairingHint: "a stranger receives a code, which you approve",
  directAllowlist: "People on a list",
  directOpen: "Everybody",
  directOpenHint: "the agent answers anyone on Zalo",
  directDisabled: "Nobody",
  people: "These people: names or parts of names, or Zalo ids, with commas between them",
  peopleWithoutCode: "People who need no code: names or Zalo ids, with commas between them (may stay empty)",
  placeholder: "lan, anh tuan, 1234567890123456789",
  noPeople: "Name at least one.",
  notAll: 'Everybody is another choice above, not "*" on this list.',
  nobodyFound: (entries: string) => `Nobody is called this: ${entries}. Type a part of the name, or the id.`,
  whichOnes: (entry: string) => `Who is "${entry}"?`,
  wildcardTitle: "Everybody was on the list",
  wildcard: 'The list held "*", which lets everybody in. It was taken out.',

  groups: "In which groups does the agent answer?",
  groupsAllowlist: "Groups on a list (proposed)",
  groupsOpen: "Every group that the account is in",
  groupsDisabled: "None",
  groupList:
    "These groups: names or parts of names, or ids, with commas between them (may stay empty; * for all)",

  name: "A name of your own for this account (may stay empty)",

  nextTitle: "What comes next",
  nextLogin: (command: string) => `Log in:\n${command}`,
  nextEnable: "The account is switched off and stays so; set enabled to true to use it.",
  nextGateway: "A running gateway takes this up by itself. This shows it:\nopenclaw channels status --probe",
  nextPairing: (command: string) =>
    `Whoever writes to the account is answered with a code, which you approve:\n${command}`,
};

export type Words = typeof ENGLISH;
