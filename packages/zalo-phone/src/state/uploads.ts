import { act, read } from "../api/ask.ts";

/** Puts a file of this computer where people of the simulated world can send it from; resolves with its URL. */
export async function host(file: File): Promise<string> {
  const ending = /\.\w+$/.exec(file.name)?.[0];
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream";
  const { url } = await act<{ url: string }>("POST", "/control/media", {
    type,
    base64: await base64Of(file),
    ...(ending === undefined ? {} : { ending }),
  });
  return url;
}

/** The URL of a file that the simulator has anyway, e.g. `photo.jpg`. */
export async function sample(name: string): Promise<string> {
  const samples = await read<Readonly<Record<string, string>>>("/control/samples");
  const url = samples[name];
  if (url === undefined) throw new Error(name);
  return url;
}

/** The size of a picture, where it can be read. */
export async function pictureSize(file: File): Promise<{ width?: number; height?: number }> {
  try {
    const { width, height } = await createImageBitmap(file);
    return { width, height };
  } catch {
    return {};
  }
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error(file.name));
    reader.readAsDataURL(file);
  });
}
