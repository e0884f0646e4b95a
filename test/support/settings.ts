/** The part of JSON schema that a plugin's settings are described with. */
export interface Schema {
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** True when the dotted path leads to a setting. Where any key is allowed, `<id>`, `*` and the like are too. */
export function settingExists(schema: Schema, path: string): boolean {
  return reaches(
    schema,
    path
      .replace(/^channels\.zalo(?:user)?\./, "")
      .split(".")
      .map((part) => part.replace(/^["']|["']$/g, "")),
  );
}

/** The settings at the root. */
export const settingNames = (schema: Schema): string[] => Object.keys(schema.properties ?? {});

function reaches(schema: Schema, [part, ...rest]: readonly string[]): boolean {
  if (part === undefined) return true;
  const next = schema.properties?.[part];
  if (next !== undefined && reaches(next, rest)) return true;
  const { additionalProperties: any } = schema;
  if (typeof any === "object" && reaches(any, rest)) return true;
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some((one) => reaches(one, [part, ...rest]));
}
