import { place } from "../../state/place.ts";
import { words } from "../../state/preferences.ts";
import { me, openThread, takePhone, world } from "../../state/world.ts";
import { Avatar } from "../avatar.tsx";
import { Chat } from "./chat.tsx";
import { QrScreen } from "./qr-screen.tsx";
import { ThreadList } from "./thread-list.tsx";

/** Somebody's phone, and above it whose it is. */
export function Phone() {
  const w = words.value;
  if (world.value !== undefined && world.value.people.length === 0) {
    return (
      <div class="hint">
        <p>{w.nobody}</p>
        <p>{w.nobodyHint}</p>
      </div>
    );
  }
  return (
    <>
      <Owners />
      <div class="device">
        <div class="device-screen">
          <Screen />
        </div>
      </div>
    </>
  );
}

function Screen() {
  if (place.value.scanning) return <QrScreen />;
  const thread = openThread.value;
  if (thread === undefined) return <ThreadList />;
  return <Chat key={`${me.value?.id} ${thread.key}`} thread={thread} />;
}

/** Everybody whose phone one can take up; the arrow keys choose. */
function Owners() {
  const w = words.value;
  return (
    <fieldset class="owners">
      <legend class="unseen">{w.whosePhone}</legend>
      {world.value?.people.map(({ id, name, web }) => (
        <label key={id} class="owner">
          <input
            class="unseen"
            type="radio"
            name="owner"
            checked={me.value?.id === id}
            onChange={() => takePhone(id)}
          />
          <Avatar id={id} name={name} kind="person" online={web === "online"} />
          <span class="owner-name">{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
