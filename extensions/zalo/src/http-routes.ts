import { HttpRoutes } from "channel-kit/host/http-route";

/** The plugin's paths on the gateway's HTTP server, for all accounts. Loaded when one is served. */
export const httpRoutes = new HttpRoutes("zalo");
