/**
 * Makes the plugins' `assets/icon.png` from the drawing beside each, `assets/icon.svg`, in a real browser:
 *
 *     node test/support/draw-icons.ts
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PLUGINS, pluginFolder } from "demo/repository";
import { TestBrowser } from "../journeys/page/browser.ts";

/** What the gateway's manual recommends for a plugin's icon, in pixels. */
const SIDE = 512;

await using browser = await TestBrowser.start();
for (const plugin of PLUGINS) {
  const assets = join(pluginFolder(plugin), "assets");
  const url = pathToFileURL(join(assets, "icon.svg")).href;
  await using open = await browser.open({ url, window: "desktop" });
  await open.page.screenshot({
    path: join(assets, "icon.png"),
    clip: { x: 0, y: 0, width: SIDE, height: SIDE },
    omitBackground: true,
  });
}
