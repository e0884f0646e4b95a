import type { Zalo } from "./port.ts";

/** Zalo, whose library is loaded with the first login. */
export const lazyZalo: Zalo = {
  resume: async (...asked) => await (await import("./zca-session.ts")).openZalo().resume(...asked),
  loginByQr: async (...asked) => await (await import("./zca-session.ts")).openZalo().loginByQr(...asked),
};
