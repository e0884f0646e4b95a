import { z } from "zod";
import { type ControlParts, find, NotThere, type Route } from "./route.ts";

/** The longest a wait is held open, in milliseconds. */
const LONGEST_WAIT_MS = 120_000;

const Wait = z.strictObject({ timeoutMs: z.int().min(0).max(LONGEST_WAIT_MS) });
const Times = z.strictObject({
  lifetimeMs: z.int().min(1).optional(),
  holdMs: z.int().min(1).optional(),
});

/** The phone in front of a QR code. */
export function qrCodeRoutes({ world, personal }: ControlParts): readonly Route[] {
  const { person } = find(world);
  const known = (code = ""): string => {
    // The answer does not repeat what a login could be taken over with.
    if (personal.codes.get(code) === undefined) throw new NotThere("There is no such QR code.");
    return code;
  };
  return [
    {
      verb: "GET",
      path: /^\/control\/qr-codes$/,
      run: () =>
        personal.qrCodes.map(({ code, state, expiresAt, person: by }) => ({
          code,
          state,
          expiresAt,
          ...(by === undefined ? {} : { person: by.id }),
        })),
    },
    {
      verb: "POST",
      path: /^\/control\/qr-codes\/wait$/,
      // A wait that runs out is an answer here, not a failure: {"timedOut": true}.
      run: ({ body }) =>
        personal.waitForCode(Wait.parse(body)).then(
          (code) => ({ code }),
          () => ({ timedOut: true }),
        ),
    },
    {
      verb: "PATCH",
      path: /^\/control\/qr-codes$/,
      run: ({ body }) => {
        const { lifetimeMs, holdMs } = Times.parse(body);
        if (lifetimeMs !== undefined) personal.codes.lifetimeMs = lifetimeMs;
        if (holdMs !== undefined) personal.codes.holdMs = holdMs;
        return { lifetimeMs: personal.codes.lifetimeMs, holdMs: personal.codes.holdMs };
      },
    },
    {
      verb: "POST",
      path: /^\/control\/qr-codes\/([\w-]+)\/scan$/,
      run: ({ ids, body }) => {
        const { person: id } = z.strictObject({ person: z.string() }).parse(body);
        personal.scan(known(ids[0]), person(id));
        return {};
      },
    },
    {
      verb: "POST",
      path: /^\/control\/qr-codes\/([\w-]+)\/(confirm|decline|expire)$/,
      run: ({ ids }) => {
        const code = known(ids[0]);
        if (ids[1] === "confirm") personal.confirm(code);
        else if (ids[1] === "decline") personal.decline(code);
        else personal.codes.expire(code);
        return {};
      },
    },
  ];
}
