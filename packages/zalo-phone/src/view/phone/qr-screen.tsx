import { useLayoutEffect, useRef } from "preact/hooks";
import type { PageQrCode } from "zalo-simulator/page/desk";
import { act } from "../../api/ask.ts";
import { qrCodes, refreshQrCodes, secondsUntil } from "../../state/desk.ts";
import { attempt } from "../../state/notices.ts";
import { go } from "../../state/place.ts";
import { words } from "../../state/preferences.ts";
import { me, world } from "../../state/world.ts";
import { Icon } from "../icon.tsx";

/** The phone held in front of the QR codes that wait: scan, then confirm or decline. */
export function QrScreen() {
  const screen = useRef<HTMLElement>(null);
  const w = words.value;
  useLayoutEffect(() => {
    screen.current?.querySelector("button")?.focus();
  }, []);
  const back = () => {
    go({ scanning: false });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(".list-head button")?.focus());
  };
  return (
    <section
      class="screen"
      ref={screen}
      aria-label={w.qrLogin}
      onKeyDown={({ key }) => {
        if (key === "Escape") back();
      }}
    >
      <header class="screen-head chat-head">
        <button type="button" class="round on-head" onClick={back}>
          <Icon name="back" />
          <span class="unseen">{w.back}</span>
        </button>
        <div class="chat-title">
          <h2>{w.qrLogin}</h2>
        </div>
      </header>
      <div class="qr-list" role="status">
        {qrCodes.value.length === 0 && (
          <div class="hint">
            <p>{w.qrNone}</p>
            <p>{w.qrHint}</p>
          </div>
        )}
        {qrCodes.value.map((code) => (
          <QrCard key={code.code} shown={code} />
        ))}
      </div>
    </section>
  );
}

function QrCard({ shown }: { shown: PageQrCode }) {
  const w = words.value;
  const owner = me.value;
  const scanner = world.value?.people.find(({ id }) => id === shown.person)?.name ?? "";
  const decide = (what: "scan" | "confirm" | "decline", body: object = {}) =>
    void attempt(async () => {
      await act("POST", `/control/qr-codes/${shown.code}/${what}`, body);
      refreshQrCodes();
    });
  return (
    <article class="qr-card">
      <img src={shown.picture} alt={w.qrPicture} />
      <p>{shown.state === "pending" ? w.qrPending : w.qrScanned(scanner)}</p>
      <p class="qr-time" aria-hidden="true">
        {w.expires(secondsUntil(shown.expiresAt))}
      </p>
      <div class="qr-buttons">
        {shown.state === "pending" && owner !== undefined && (
          <button type="button" class="strong" onClick={() => decide("scan", { person: owner.id })}>
            {w.qrScan(owner.name)}
          </button>
        )}
        {shown.state === "scanned" && (
          <>
            <button type="button" class="strong" onClick={() => decide("confirm")}>
              {w.confirm}
            </button>
            <button type="button" onClick={() => decide("decline")}>
              {w.decline}
            </button>
          </>
        )}
      </div>
    </article>
  );
}
