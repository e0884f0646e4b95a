import { signal } from "@preact/signals";
import type { DeskView, PageQrCode } from "zalo-simulator/page/desk";
import { read } from "../api/ask.ts";
import { refresher } from "./refresher.ts";

/** Connections, faults and who waits; undefined until it is known. */
export const desk = signal<DeskView | undefined>(undefined);
/** The QR codes that somebody shows right now. */
export const qrCodes = signal<readonly PageQrCode[]>([]);
/** The time by this browser, for what is counted down; moves once a second while something is. */
export const now = signal(Date.now());

/** Reads how it is right now. */
export async function readDesk(): Promise<void> {
  const view = await read<DeskView>("/page/desk");
  now.value = Date.now();
  desk.value = view;
}

export const refreshDesk = refresher(readDesk);

export const refreshQrCodes = refresher(async () => {
  const codes = await read<readonly PageQrCode[]>("/page/qr-codes");
  now.value = Date.now();
  qrCodes.value = codes;
});

/** Counts, and reads anew what has run out. `isCounting` says whether time is shown elsewhere too. */
export function keepTime(isCounting: () => boolean): void {
  setInterval(() => {
    const faults = desk.value?.faults ?? [];
    if (faults.length === 0 && qrCodes.value.length === 0 && !isCounting()) return;
    now.value = Date.now();
    if (faults.length > 0) refreshDesk();
    if (qrCodes.value.some(({ expiresAt }) => expiresAt <= now.value)) refreshQrCodes();
  }, TICK_MS);
}

const TICK_MS = 1_000;

/** Whole seconds until then, never less than none. */
export const secondsUntil = (at: number): number => Math.max(0, Math.ceil((at - now.value) / 1_000));
