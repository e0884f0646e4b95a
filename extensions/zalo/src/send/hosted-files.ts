import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { HostedMedia } from "channel-kit/media/hosted-media";
import { HostedMediaRoute } from "channel-kit/media/hosted-media-route";
import { systemClock } from "channel-kit/time/clock";
import { getZaloRuntime } from "../runtime.ts";
import { MEDIA_PATH } from "./media-path.ts";

/** How often expired files are looked for, in milliseconds. */
const TIDY_EVERY_MS = 60 * 60 * 1_000;

/** The files that Zalo fetches from this gateway, whichever of its processes put them there. */
export function hostedFiles(): HostedMedia {
  return new HostedMedia({
    folder: join(getZaloRuntime().state.resolveStateDir(), "zalo", "media"),
    clock: systemClock,
  });
}

let route: HostedMediaRoute | undefined;

/** Answers a request below `MEDIA_PATH`. */
export async function serveHostedFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
  route ??= new HostedMediaRoute(hostedFiles());
  const { pathname } = new URL(request.url ?? "/", "http://gateway");
  await route.serve(pathname.slice(MEDIA_PATH.length + 1), request, response);
}

/** Deletes expired files now, and again every hour until disposed. */
export async function keepTidy(): Promise<Disposable> {
  const files = hostedFiles();
  await files.tidy();
  const timer = setInterval(() => void files.tidy(), TIDY_EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
