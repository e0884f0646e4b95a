import { systemClock } from "channel-kit/time/clock";
import { httpRoutes } from "./http-routes.ts";
import { WebhookDesk } from "./receive/webhook/desk.ts";

/** Where the webhooks of all accounts of this process come in. Loaded when one is used. */
export const webhookDesk = new WebhookDesk(httpRoutes, systemClock);
