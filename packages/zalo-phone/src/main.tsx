import { render } from "preact";
import { isApproving } from "./state/approvals.ts";
import { keepTime } from "./state/desk.ts";
import { keepLive } from "./state/keep-live.ts";
import { keepPlace } from "./state/place.ts";
import { keepPreferences } from "./state/preferences.ts";
import { App } from "./view/app.tsx";

const root = document.getElementById("app");
if (root !== null) {
  keepPreferences();
  keepPlace();
  keepLive();
  keepTime(isApproving);
  render(<App />, root);
}
