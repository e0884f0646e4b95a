/** The fields of events that hold an id. */
const ID_FIELDS =
  "uidFrom|idTo|userId|uin|msgId|cliMsgId|realMsgId|actionId|ownerId|globalMsgId|uid|groupId|srcId|destId";

const QUOTED_ID = new RegExp(`"(${ID_FIELDS})":"(0|[1-9]\\d*)"`, "g");

/** The same JSON with its ids as numbers, whether or not a double can hold them. */
export const bareIds = (json: string): string => json.replace(QUOTED_ID, '"$1":$2');
