/** A `Cookie` header taken apart. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim());
  return new Map(
    pairs
      .filter((pair) => pair.includes("="))
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

/** A cookie that this side gives out. */
export interface NewCookie {
  name: string;
  value: string;
  /** Always given: the client loses a cookie without it. */
  domain: string;
  maxAgeSeconds: number;
}

/** The `Set-Cookie` header of a cookie, with its end both ways, as servers of its age write it. */
export function setCookie({ name, value, domain, maxAgeSeconds }: NewCookie): string {
  const expires = new Date(Date.now() + maxAgeSeconds * 1000).toUTCString();
  return `${name}=${value}; Domain=${domain}; Path=/; Expires=${expires}; Max-Age=${maxAgeSeconds}; Secure; HttpOnly`;
}
