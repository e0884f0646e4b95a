import { z } from "zod";
import type { PersonalContent } from "../world/personal-content.ts";
import { invalidParams } from "./web-call.ts";

type StyleRun = NonNullable<Extract<PersonalContent, { kind: "text" }>["styles"]>[number];

/** The names of styles; zca-js TextStyle. `ind_<n>0` indents by n. */
const STYLE = /^(?:b|i|u|s|c_(?:db342e|f27806|f7b503|15a85f)|f_1[38]|lst_[12]|ind_[1-9]\d*0)$/;

const TextProperties = z.looseObject({
  styles: z.array(z.looseObject({ start: z.int().min(0), len: z.int().min(1), st: z.string().min(1) })),
  ver: z.literal(0),
});

/** The styles that a client gave a text, as JSON. Refuses names that are none and runs outside the text. */
export function readTextProperties(json: string | undefined, text: string): readonly StyleRun[] {
  if (json === undefined || json === "") return [];
  const read = TextProperties.safeParse(parsed(json));
  if (!read.success) throw invalidParams();
  return read.data.styles.map(({ start, len, st }) => {
    // One run may carry several styles, joined by commas.
    const known = st.split(",").every((name) => STYLE.test(name));
    if (!known || start + len > text.length) throw invalidParams();
    return { start, len, st };
  });
}

/** What a text says, or undefined when it is no JSON. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
