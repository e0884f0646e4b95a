import { Connections } from "./connections.tsx";
import { Faults } from "./faults.tsx";
import { Journal } from "./journal.tsx";

/** The operator's side: how everything is connected, what can be broken, and what happened. */
export function DeskPanel() {
  return (
    <>
      <Connections />
      <Faults />
      <Journal />
    </>
  );
}
