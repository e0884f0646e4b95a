import { live } from "../state/keep-live.ts";
import { notice } from "../state/notices.ts";
import { go, place } from "../state/place.ts";
import { language, THEMES, theme, words } from "../state/preferences.ts";
import { DeskPanel } from "./desk/desk-panel.tsx";
import { Status } from "./desk/status-dot.tsx";
import { Icon } from "./icon.tsx";
import { Phone } from "./phone/phone.tsx";

/** The whole page: a phone, and the operator's side beside it or behind it. */
export function App() {
  const { side } = place.value;
  return (
    <div class="page" data-side={side}>
      <Header />
      <main class="phone-side" aria-label={words.value.phone}>
        <Phone />
      </main>
      <aside class="desk-side" aria-label={words.value.operator}>
        <DeskPanel />
      </aside>
      <Sides />
      <Notice />
    </div>
  );
}

const LIVE_MOODS = { connecting: "busy", open: "good", lost: "bad" } as const;

function Header() {
  const w = words.value;
  return (
    <header class="top">
      <h1>{w.title}</h1>
      <p class="top-note">{w.simulated}</p>
      <div class="top-live" role="status">
        <Status mood={LIVE_MOODS[live.value]} text={w.live[live.value]} />
      </div>
      <label class="top-choice">
        <span class="unseen">{w.language}</span>
        <select
          value={language.value}
          onChange={({ currentTarget }) => {
            language.value = currentTarget.value === "vi" ? "vi" : "en";
          }}
        >
          <option value="vi" lang="vi">
            Tiếng Việt
          </option>
          <option value="en" lang="en">
            English
          </option>
        </select>
      </label>
      <label class="top-choice">
        <span class="unseen">{w.theme}</span>
        <select
          value={theme.value}
          onChange={({ currentTarget }) => {
            theme.value = THEMES.find((one) => one === currentTarget.value) ?? "auto";
          }}
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {w.themes[one]}
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}

/** What a narrow window shows of the two. */
function Sides() {
  const w = words.value;
  const { side } = place.value;
  return (
    <nav class="sides" aria-label={w.show}>
      <button type="button" aria-current={side === "phone"} onClick={() => go({ side: "phone" })}>
        <Icon name="phone" />
        {w.phone}
      </button>
      <button type="button" aria-current={side === "desk"} onClick={() => go({ side: "desk" })}>
        <Icon name="tools" />
        {w.operator}
      </button>
    </nav>
  );
}

function Notice() {
  const shown = notice.value;
  return (
    <div class="notices" role="status" aria-live="polite">
      {live.value === "lost" && <p class="notice notice-bad">{words.value.lost}</p>}
      {shown !== undefined && <p class={shown.bad ? "notice notice-bad" : "notice"}>{shown.text}</p>}
    </div>
  );
}
