import { useEffect, useRef, useState } from "preact/hooks";
import type { PageThread } from "zalo-simulator/page/thread";
import type { Sent } from "../../state/deeds.ts";
import { attempt } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";
import { host, pictureSize, sample } from "../../state/uploads.ts";
import { Icon, type IconName } from "../icon.tsx";

interface Props {
  thread: PageThread;
  deliver(content: Sent): Promise<boolean>;
}

/** Where a file stands among those that were picked together. */
type Together = NonNullable<Extract<Sent, { kind: "image" }>["album"]>;

/** What a sample voice and a sample page are called when they are sent. */
const SAMPLE = { photo: "photo.jpg", voice: "voice.aac", file: "page.pdf" };

/** Everything to send that is not text: a file of this computer, or one that the simulator has. */
export function AttachMenu({ thread, deliver }: Props) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const w = words.value;
  useEffect(() => {
    if (!open) return undefined;
    const outside = ({ target }: Event) => {
      if (target instanceof Node && place.current?.contains(target)) return;
      setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    place.current?.querySelector<HTMLElement>(".attach-item")?.focus();
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    close();
  };
  const attach = (...making: readonly (() => Promise<Sent>)[]) => {
    close();
    void attempt(async () => {
      for (const make of making) await deliver(await make());
    });
  };
  const item = (icon: IconName, label: string, make: () => Promise<Sent>) => (
    <button type="button" class="attach-item" onClick={() => attach(make)}>
      <Icon name={icon} />
      {label}
    </button>
  );
  const picker = (
    icon: IconName,
    label: string,
    accept: string,
    make: (file: File, together: Together | undefined) => Promise<Sent>,
  ) => (
    <label class="attach-item">
      <Icon name={icon} />
      {label}
      <input
        class="unseen"
        type="file"
        accept={accept}
        multiple
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          const [id, total] = [String(Date.now()), files.length];
          attach(
            ...files.map((file, index) => () => make(file, total > 1 ? { id, index, total } : undefined)),
          );
        }}
      />
    </label>
  );
  return (
    <div class="attach" ref={place}>
      <button
        ref={opener}
        type="button"
        class="round"
        aria-expanded={open}
        aria-controls="attach-menu"
        onClick={() => setOpen(!open)}
        onKeyDown={onKeyDown}
      >
        <Icon name="attach" />
        <span class="unseen">{w.attach}</span>
      </button>
      {open && (
        <fieldset class="attach-menu" id="attach-menu" aria-label={w.attach} onKeyDown={onKeyDown}>
          {item("photo", w.samplePhoto, async () => ({ kind: "image", url: await sample(SAMPLE.photo) }))}
          {picker("photo", w.photo, "image/*", async (file, album) => ({
            kind: "image",
            url: await host(file),
            ...(thread.kind === "bot" ? {} : await pictureSize(file)),
            ...(album === undefined ? {} : { album }),
          }))}
          {item("voice", w.sampleVoice, async () => ({ kind: "voice", url: await sample(SAMPLE.voice) }))}
          {picker("voice", w.voice, "audio/aac,.aac,audio/*", async (file) => ({
            kind: "voice",
            url: await host(file),
          }))}
          {item("sticker", w.sticker, async () => ({ kind: "sticker" }))}
          {item("file", w.sampleFile, async () => ({
            kind: "file",
            url: await sample(SAMPLE.file),
            name: SAMPLE.file,
          }))}
          {picker("file", w.file, "", async (file) => ({
            kind: "file",
            url: await host(file),
            name: file.name,
            size: file.size,
          }))}
        </fieldset>
      )}
    </div>
  );
}
