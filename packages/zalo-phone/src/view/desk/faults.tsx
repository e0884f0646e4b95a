import type { BotWire, FaultAtWork, WebWire } from "zalo-simulator/page/desk";
import { act } from "../../api/ask.ts";
import { desk, refreshDesk, secondsUntil } from "../../state/desk.ts";
import { attempt } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";

/** How long the faults behind the buttons last, in milliseconds. */
const FAULT_MS = 10_000;

/** A month in which nothing may be sent any more. */
const USED_UP = { messagesPerMonth: 0, usersPerBot: 50, groups: 50 };

const change = (run: () => Promise<unknown>): void =>
  void attempt(async () => {
    await run();
    refreshDesk();
  });

const addFault = (fault: object, whom: object): void =>
  change(() =>
    act("POST", "/control/faults", { method: "*", times: "always", forMs: FAULT_MS, fault, ...whom }),
  );

/** Everything that can go wrong with Zalo, at the press of a button. */
export function Faults() {
  const w = words.value;
  const view = desk.value;
  if (view === undefined) return null;
  return (
    <section class="panel trouble" aria-labelledby="faults">
      <h2 id="faults">{w.faults}</h2>
      <p class="note">{w.faultsHint}</p>
      {view.bots.map((bot) => (
        <BotFaults key={bot.id} bot={bot} />
      ))}
      {view.web.map((account) => (
        <WebFaults key={account.id} account={account} />
      ))}
      <div class="fault-row">
        <Switch
          label={w.unreachable}
          on={!view.reachable}
          turn={(on) => change(() => act("POST", "/control/reachable", { reachable: !on }))}
        />
      </div>
      <h3>{w.atWork}</h3>
      <div role="status">
        {view.faults.length === 0 && <p class="note">{w.noFaults}</p>}
        <ul class="faults">
          {view.faults.map((fault) => (
            <AtWork key={fault.id} fault={fault} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function BotFaults({ bot }: { bot: BotWire }) {
  const w = words.value;
  const whom = { bot: bot.id };
  const turn = (switches: object) => change(() => act("PATCH", `/control/bots/${bot.id}/switches`, switches));
  return (
    <fieldset class="fault-row">
      <legend>
        {w.botSide}: {bot.name}
      </legend>
      <button type="button" class="small" onClick={() => addFault({ kind: "status", status: 500 }, whom)}>
        {w.answers500}
      </button>
      <button type="button" class="small" onClick={() => addFault({ kind: "hang" }, whom)}>
        {w.hangs}
      </button>
      <button type="button" class="small" onClick={() => addFault({ kind: "reset" }, whom)}>
        {w.resets}
      </button>
      <Switch
        label={w.quotaUsedUp}
        on={bot.switches["quota"] !== "off"}
        turn={(on) => turn({ quota: on ? USED_UP : "off" })}
      />
      <Switch
        label={w.tokenRevoked}
        on={bot.switches["tokenRevoked"] === true}
        turn={(on) => turn({ tokenRevoked: on })}
      />
    </fieldset>
  );
}

function WebFaults({ account }: { account: WebWire }) {
  const w = words.value;
  const whom = { person: account.id };
  const happen = (what: string) => change(() => act("POST", `/control/people/${account.id}/${what}`));
  return (
    <fieldset class="fault-row">
      <legend>
        {w.webSide}: {account.name}
      </legend>
      <button type="button" class="small" onClick={() => addFault({ kind: "status", status: 500 }, whom)}>
        {w.answers500}
      </button>
      <button type="button" class="small" onClick={() => happen("web/cut")}>
        {w.cutSocket}
      </button>
      <button type="button" class="small" onClick={() => happen("web/silence")}>
        {w.silenceSocket}
      </button>
      <button type="button" class="small" onClick={() => happen("log-in-elsewhere")}>
        {w.kick}
      </button>
      <button type="button" class="small" onClick={() => happen("web/expire-session")}>
        {w.expire}
      </button>
    </fieldset>
  );
}

function Switch({ label, on, turn }: { label: string; on: boolean; turn(on: boolean): void }) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={on} onClick={() => turn(!on)}>
      <span class="switch-track" aria-hidden="true">
        <span class="switch-thumb" />
      </span>
      {label}
    </button>
  );
}

function AtWork({ fault }: { fault: FaultAtWork }) {
  const w = words.value;
  const { id, method, kind, code, hits, left, until, bot, uid } = fault;
  const view = desk.value;
  const whom = bot === undefined ? uid : (view?.bots.find((one) => one.id === bot)?.name ?? bot);
  const what = `${w.faultKinds[kind] ?? kind}${code === undefined ? "" : ` ${code}`}`;
  const how = [
    w.hits(hits),
    left === null ? undefined : w.timesLeft(left),
    until === undefined ? undefined : w.forSeconds(secondsUntil(until)),
  ].filter((text) => text !== undefined);
  const title = `${method === "*" ? w.everything : method} ${what}`;
  return (
    <li class="fault">
      <span class="fault-words">
        <strong>{title}</strong>
        {whom !== undefined && <span class="muted"> {whom}</span>}
        <span class="muted fault-count" aria-live="off">
          {how.join(" · ")}
        </span>
      </span>
      <button
        type="button"
        class="small"
        aria-label={`${w.endFault}: ${title}`}
        onClick={() => change(() => act("DELETE", `/control/faults/${id}`))}
      >
        {w.endFault}
      </button>
    </li>
  );
}
