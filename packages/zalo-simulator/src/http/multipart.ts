/** A file in a form. */
export interface FormFile {
  bytes: Buffer;
  /** As the client called it; empty when it did not. */
  name: string;
}

/** The file of this name in a multipart body; undefined when there is none, or no such body. */
export async function fileIn(
  { body, contentType }: { body: Buffer; contentType: string },
  name: string,
): Promise<FormFile | undefined> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } })
    .formData()
    .catch(() => undefined);
  const file = form?.get(name);
  if (!(file instanceof File)) return undefined;
  return { bytes: Buffer.from(await file.arrayBuffer()), name: file.name };
}
