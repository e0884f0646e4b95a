import type {
  BotWire,
  DeskAccount,
  DeskAnswer,
  DeskState,
  DeskView,
  WebWire,
} from "zalo-simulator/page/desk";
import { act } from "../../api/ask.ts";
import { desk, refreshDesk } from "../../state/desk.ts";
import { attempt, tell } from "../../state/notices.ts";
import { go } from "../../state/place.ts";
import { words } from "../../state/preferences.ts";
import { ApprovalTrouble, ApproveButton } from "../approve-button.tsx";
import { exactTimeOf } from "../when.ts";
import { type Mood, Status } from "./status-dot.tsx";

const MOODS: Readonly<Record<DeskState, Mood>> = {
  connected: "good",
  connecting: "busy",
  "logging-in": "busy",
  "logged-out": "idle",
  stopped: "idle",
  failed: "bad",
};

/** How everything is connected: as the gateway tells it, where there is one, and as Zalo sees it. */
export function Connections() {
  const w = words.value;
  const view = desk.value;
  if (view === undefined) return null;
  return (
    <section class="panel connections" aria-labelledby="connections">
      <h2 id="connections">{w.connections}</h2>
      {view.gateway === null ? <p class="note">{w.noGateway}</p> : <Gateway gateway={view.gateway} />}
      <h3>{w.zaloSees}</h3>
      <ul class="cards">
        {view.bots.map((bot) => (
          <BotCard key={bot.id} bot={bot} />
        ))}
        {view.web.map((account) => (
          <WebCard key={account.id} account={account} />
        ))}
      </ul>
    </section>
  );
}

function Gateway({ gateway }: { gateway: NonNullable<DeskView["gateway"]> }) {
  const w = words.value;
  return (
    <>
      <h3>{w.gateway}</h3>
      {gateway.trouble !== undefined && <p class="note note-bad">{gateway.trouble}</p>}
      <ul class="cards">
        {gateway.accounts.map((account) => (
          <AccountCard
            key={`${account.channel} ${account.account}`}
            account={account}
            canLogIn={gateway.canLogIn && account.canLogIn && account.state !== "connected"}
            canLogOut={gateway.canLogOut && account.canLogIn && account.state === "connected"}
          />
        ))}
      </ul>
      {gateway.pairings.length > 0 && (
        <>
          <h3>{w.pairings}</h3>
          <ul class="cards">
            {gateway.pairings.map((one) => (
              <li key={`${one.channel} ${one.code}`} class="card">
                <div class="card-head">
                  <strong>{one.name}</strong>
                  <span class="muted">
                    {one.account === undefined ? one.channel : `${one.channel} · ${one.account}`}
                  </span>
                </div>
                <div class="card-foot">
                  <code>{one.code}</code>
                  <ApproveButton what={one} whom={`${one.name} ${one.code}`} />
                </div>
                <ApprovalTrouble what={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function AccountCard(props: { account: DeskAccount; canLogIn: boolean; canLogOut: boolean }) {
  const { account, canLogIn, canLogOut } = props;
  const { channel, label, state, lastInboundAt, lastOutboundAt } = account;
  const w = words.value;
  const ask = (what: "log-in" | "log-out") =>
    void attempt(async () => {
      const body = { channel, account: account.account };
      const { ok, said } = await act<DeskAnswer>("POST", `/page/desk/${what}`, body);
      if (!ok || said !== "") tell(said, !ok);
      // The code is on show now, and wants a phone in front of it.
      if (ok && what === "log-in") go({ side: "phone", scanning: true });
    });
  const times = [
    lastInboundAt === undefined ? undefined : w.lastIn(exactTimeOf(lastInboundAt)),
    lastOutboundAt === undefined ? undefined : w.lastOut(exactTimeOf(lastOutboundAt)),
  ].filter((text) => text !== undefined);
  return (
    <li class="card">
      <div class="card-head">
        <strong>{label}</strong>
        <span class="muted">{account.account}</span>
        <Status mood={MOODS[state]} text={w.states[state]} />
      </div>
      {account.words !== "" && <p class="card-words">{account.words}</p>}
      {times.length > 0 && <p class="muted">{times.join(" · ")}</p>}
      {(canLogIn || canLogOut) && (
        <div class="card-foot">
          {canLogIn && (
            <button type="button" class="small strong" onClick={() => ask("log-in")}>
              {w.logIn}
            </button>
          )}
          {canLogOut && (
            <button type="button" class="small" onClick={() => ask("log-out")}>
              {w.logOut}
            </button>
          )}
        </div>
      )}
    </li>
  );
}

const QUEUE_MODES = ["consume", "live-only", "replay"] as const;

function BotCard({ bot }: { bot: BotWire }) {
  const w = words.value;
  const listens = bot.polls > 0 || bot.webhook !== null;
  const setMode = (queueMode: string) =>
    void attempt(async () => {
      await act("PATCH", `/control/bots/${bot.id}/switches`, { queueMode });
      refreshDesk();
    });
  return (
    <li class="card">
      <div class="card-head">
        <strong>{bot.name}</strong>
        <Status mood={listens ? "good" : "idle"} text={listens ? w.listens : w.nobodyListens} />
      </div>
      <p class="muted">
        {[
          bot.webhook === null ? w.polls(bot.polls) : `${w.webhook}: ${bot.webhook}`,
          w.waiting(bot.waiting) + (bot.retrying > 0 ? ` (${w.retrying(bot.retrying)})` : ""),
          w.sends(bot.sends),
        ].join(" · ")}
      </p>
      <label class="card-foot">
        <span>{w.queueMode}</span>
        <select
          value={String(bot.switches["queueMode"])}
          onChange={({ currentTarget }) => setMode(currentTarget.value)}
        >
          {QUEUE_MODES.map((mode) => (
            <option key={mode} value={mode}>
              {w.queueModes[mode]}
            </option>
          ))}
        </select>
      </label>
    </li>
  );
}

function WebCard({ account }: { account: WebWire }) {
  const w = words.value;
  const state = account.sockets > 0 ? "online" : account.sessions > 0 ? "signed-in" : "none";
  const mood = { online: "good", "signed-in": "busy", none: "idle" } as const;
  return (
    <li class="card">
      <div class="card-head">
        <strong>{account.name}</strong>
        <span class="muted">Zalo Web</span>
        <Status mood={mood[state]} text={w.web[state]} />
      </div>
      <p class="muted">
        {w.sockets(account.sockets)} · {w.sessions(account.sessions)}
      </p>
    </li>
  );
}
