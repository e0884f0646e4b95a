/** What the set-up asks and says, in English. `words-vi.ts` says the same in Vietnamese. */
export const ENGLISH = {
  originTitle: "Where the bot's token comes from",
  origin: [
    'In the Zalo app, search for the official account "Zalo Bot Manager" and choose "Tạo bot" (create bot).',
    'The mini app "Zalo Bot Creator" opens. Give the bot a name that begins with "Bot", such as "Bot Tiệm Hoa".',
    "Zalo sends you the token in a message. It looks like 1234567890:AbC…. Whoever has it can act as your bot.",
  ],

  token: "The bot's token",
  keepToken: (where: string) => `Keep the present one (${where})`,
  inConfiguration: "in the configuration",
  inReference: (source: string, id: string) => `the secret ${source}:${id}`,
  pasteToken: "Paste it here",
  tokenInFile: "It stands in a file",
  tokenInEnvironment: "Take it from ZALO_BOT_TOKEN",
  asReference: "Refer to a secret of the gateway",
  asReferenceHint: "environment variable, secret store, file or program",
  notNow: "Not now",
  notNowHint: "nothing is changed",
  theToken: "Paste the token",
  noTokenForm: "This is no token. It is digits, a colon, and letters and digits: 1234567890:AbC….",
  tokenFile: "Path of the file that holds only the token",

  asking: "Asking Zalo whose token this is",
  answersAs: (name: string) => `Zalo answers as "${name}".`,
  refusedTitle: "Zalo refuses this token",
  refused:
    "Zalo does not know it. Copy the token that Zalo Bot Creator shows now; one that was reset no longer works.",
  unavailableTitle: "There is no token there",
  uncheckedTitle: "The token could not be checked",
  saveUnchecked: "Save it without the check?",

  transport: "How do messages reach the bot?",
  polling: "Long polling (proposed)",
  pollingHint: "this gateway asks Zalo; needs no public address",
  webhook: "Webhook",
  webhookHint: "Zalo calls this gateway; needs a public https address",
  webhookUrl: "Public https address that Zalo is to call, with its path",
  webhookPath: "Path at which the call reaches the gateway",
  urlProblems: {
    form: "This is no address. It looks like https://shop.example.org/zalo.",
    https: "Zalo calls https addresses only.",
    private: "Zalo cannot reach this address: it is one of a private network.",
    extra: "The address may hold no user name, no question mark and no #.",
  },
  pathProblem: "The path begins with / and is more than that, such as /zalo.",
  secret: "The secret that Zalo sends along, so that nobody else can",
  keepSecret: "Keep the present one",
  makeSecret: "Make one (proposed)",
  typeSecret: "Type one",
  theSecret: "The secret, 8 to 256 characters",
  secretProblem: "8 to 256 characters, without spaces and accents.",

  direct: "Who may write to the bot?",
  directPairing: "People whom I approve (proposed)",
  directPairingHint: "a stranger receives a code, which you approve",
  directAllowlist: "People on a list",
  directOpen: "Everybody",
  directOpenHint: "the agent answers anyone on Zalo",
  directDisabled: "Nobody",
  people: "Zalo ids of these people, separated by commas",
  peopleWithoutCode: "Zalo ids that need no code, separated by commas (may stay empty)",
  idsTitle: "Where an id stands",
  ids: "People do not see their Zalo id. It stands in the bot's pairing message and in the log:\nopenclaw channels logs --channel zalo",
  noPeople: "Name at least one id.",
  wrongPeople: (entries: string) =>
    `Not the Zalo id of a person: ${entries}. One is 20 characters of 0-9 and a-f.`,
  wildcardTitle: "Everybody was on the list",
  wildcard: 'The list held "*", which lets everybody in. It was taken out.',

  groups: "In which groups does the bot answer?",
  groupsAllowlist: "Groups on a list (proposed)",
  groupsOpen: "Every group it is in",
  groupsDisabled: "None",
  noGroupsTitle: "Groups",
  noGroups: "Zalo says that this bot cannot join groups. What you choose counts once it can.",
  groupIds: "Ids of the groups, separated by commas (may stay empty; * for all)",
  wrongGroups: (entries: string) =>
    `Not the id of a group: ${entries}. One is zgr- and 20 characters of 0-9 and a-f.`,

  name: "A name of your own for this bot (may stay empty)",

  nextTitle: "What comes next",
  nextGateway: "A running gateway takes this up by itself. This shows it:\nopenclaw channels status --probe",
  nextPairing: (command: string) =>
    `Write to the bot in Zalo. It answers with a code, which you approve:\n${command}`,
  nextWebhook: (path: string) => `Have your proxy lead that address to ${path} of this gateway.`,
};

export type Words = typeof ENGLISH;
