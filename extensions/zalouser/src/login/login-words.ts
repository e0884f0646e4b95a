import { speaksVietnamese } from "../config/env.ts";
import { ENGLISH, type Words } from "./words-en.ts";
import { VIETNAMESE } from "./words-vi.ts";

/** The words of a login, in the language of this process's terminal. */
export const loginWords = (): Words => (speaksVietnamese() ? VIETNAMESE : ENGLISH);
