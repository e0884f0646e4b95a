import fc from "fast-check";

/**
 * fast-check with the same examples in every run, so that a run fails by what has changed and not by luck.
 * `EXAMPLES_SEED=42` before the command looks for others.
 */
fc.configureGlobal({ seed: Number(process.env["EXAMPLES_SEED"] ?? 1) });

export { fc };
