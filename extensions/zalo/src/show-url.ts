/** Where an address leads, without anything in it that may be a password: user, query and fragment. */
export function urlToShow(url: string): string {
  if (!URL.canParse(url)) return "an address that cannot be read";
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
