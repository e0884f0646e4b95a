import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** Starts a program as the leader of a process group of its own, so that its helpers can end with it. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  // Windows has no process groups; there, a detached program would get a console window instead.
  return spawn(command, args, { ...options, detached: process.platform !== "win32", windowsHide: true });
}

/** Sends a signal to a program and every helper it has started; nothing happens when all are gone. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Resolves when the program has ended, at once when it already has. */
export function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}
