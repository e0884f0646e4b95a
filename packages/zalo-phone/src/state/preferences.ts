import { computed, effect, signal } from "@preact/signals";
import { EN, type Words } from "../words/en.ts";
import { VI } from "../words/vi.ts";

export type Language = "vi" | "en";
export type Theme = "auto" | "light" | "dark";

const LANGUAGES: readonly Language[] = ["vi", "en"];
export const THEMES: readonly Theme[] = ["auto", "light", "dark"];

/** What this browser remembers; a browser that remembers nothing is no reason to fail. */
function remembered<T extends string>(name: string, among: readonly T[]): T | undefined {
  try {
    const value = localStorage.getItem(name);
    return among.find((one) => one === value);
  } catch {
    return undefined;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It holds until the page is closed.
  }
}

const spoken = (): Language =>
  navigator.languages.some((tag) => tag.toLowerCase().startsWith("vi")) ? "vi" : "en";

export const language = signal<Language>(remembered("language", LANGUAGES) ?? spoken());
export const theme = signal<Theme>(remembered("theme", THEMES) ?? "auto");

/** The words of the chosen language. */
export const words = computed<Words>(() => (language.value === "vi" ? VI : EN));

/** Has the page follow the choices, and the browser remember them. */
export function keepPreferences(): void {
  effect(() => {
    document.documentElement.lang = language.value;
    document.title = words.value.title;
    remember("language", language.value);
  });
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
    remember("theme", theme.value);
  });
}
