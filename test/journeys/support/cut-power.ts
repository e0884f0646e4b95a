import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Gateway } from "demo/gateway";

/** Cuts the power: `kill -9` of the gateway and everything it has started. */
export async function cutPower(gateway: Gateway): Promise<void> {
  await gateway.kill();
  forgetEarlierStarts(gateway.folder);
}

/**
 * The gateway leaves its channels off when it has died three times in five minutes. Power cuts of one story
 * stand for cuts on different days, so its starts so far are moved back by one.
 */
function forgetEarlierStarts(folder: string): void {
  const db = new DatabaseSync(join(folder, "state", "state", "openclaw.sqlite"));
  db.exec("UPDATE gateway_boot_lifecycle SET started_at_ms = started_at_ms - 43200000");
  db.close();
}
