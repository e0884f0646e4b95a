/** The services of `zpw_service_map_v3` that zca-js 2.2.0 cannot log in without. */
export const SERVICES = [
  "alias",
  "aext",
  "auto_reply",
  "catalog",
  "chat",
  "conversation",
  "file",
  "friend",
  "friend_board",
  "group",
  "group_board",
  "group_poll",
  "label",
  "profile",
  "quick_message",
  "reaction",
  "sticker",
  "zimsg",
] as const;
export type Service = (typeof SERVICES)[number];

/** Where the login pages and polls of a QR code are. */
export const ID_HOST = "id.zalo.me";
/** The hop that turns a confirmed login into a session, and the page that tells whose it is. */
export const JR_HOST = "jr.chat.zalo.me";
export const CHAT_HOST = "chat.zalo.me";
/** Login with cookies, and settings. */
export const WPA_HOST = "wpa.chat.zalo.me";
export const SOCKET_HOST = "ws1-msg.chat.zalo.me";

/** The host of a service: below chat.zalo.me, or the client's cookies would not go there. */
export const hostOf = (service: Service): string => `tt-${service.replaceAll("_", "-")}-wpa.chat.zalo.me`;

const byHost: ReadonlyMap<string, Service> = new Map(SERVICES.map((service) => [hostOf(service), service]));

/** The service at a host; undefined for a host that is none. */
export const serviceAt = (host: string): Service | undefined => byHost.get(host);

/** The map a login hands out. `sticker` is joined, not indexed, by clients, so every list holds one URL. */
export const serviceMap = (): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(SERVICES.map((service) => [service, [`https://${hostOf(service)}`]]));
