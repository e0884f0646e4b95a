import { createHash } from "node:crypto";

/** The signature of a login call: MD5 over a prefix, the call's name and the values in the order of their names. */
export function signKey(
  call: "getlogininfo" | "getserverinfo",
  fields: Readonly<Record<string, string>>,
): string {
  const values = Object.keys(fields)
    .toSorted()
    .map((name) => fields[name]);
  return createHash("md5")
    .update(`zsecure${call}${values.join("")}`)
    .digest("hex");
}

/** Whether the query carries the right signature over these of its fields. */
export function isSigned(
  call: "getlogininfo" | "getserverinfo",
  query: URLSearchParams,
  names: readonly string[],
): boolean {
  const fields = Object.fromEntries(names.map((name) => [name, query.get(name) ?? ""]));
  return query.get("signkey") === signKey(call, fields);
}
