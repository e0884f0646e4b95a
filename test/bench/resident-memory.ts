import { execFileSync } from "node:child_process";

/** Memory that a process holds right now, as the system counts it, in megabytes. */
export function residentMegabytes(pid: number | undefined): number {
  const kilobytes = Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
  return kilobytes / 1_024;
}
