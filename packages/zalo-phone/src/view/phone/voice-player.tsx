import { useRef, useState } from "preact/hooks";
import { words } from "../../state/preferences.ts";
import { Icon } from "../icon.tsx";
import { duration } from "../when.ts";

interface Props {
  url: string;
  durationMs: number | undefined;
}

/** A voice message: play, pause, and where one is in it. */
export function VoicePlayer({ url, durationMs }: Props) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [broken, setBroken] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState((durationMs ?? 0) / 1_000);
  const w = words.value;
  const toggle = () => {
    if (playing) audio.current?.pause();
    else void audio.current?.play().catch(() => setBroken(true));
  };
  return (
    <div class="voice">
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what people say in their messages. */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onError={() => setBroken(true)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onLoadedMetadata={({ currentTarget }) => {
          if (Number.isFinite(currentTarget.duration)) setLength(currentTarget.duration);
        }}
      />
      <button type="button" class="round" onClick={toggle} disabled={broken}>
        <Icon name={playing ? "pause" : "play"} />
        <span class="unseen">{playing ? w.pause : w.play}</span>
      </button>
      <input
        type="range"
        aria-label={w.position}
        min="0"
        max={Math.max(length, 0.1)}
        step="0.1"
        value={at}
        disabled={broken}
        onInput={({ currentTarget }) => {
          if (audio.current !== null) audio.current.currentTime = Number(currentTarget.value);
        }}
      />
      <span class="voice-time">{duration((playing || at > 0 ? at : length) * 1_000)}</span>
      {broken && (
        <a class="voice-broken" href={url} download>
          {w.cannotPlay} {w.download}
        </a>
      )}
    </div>
  );
}
