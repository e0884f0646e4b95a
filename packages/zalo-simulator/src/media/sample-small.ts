/** One transparent pixel, as GIF. */
export const sampleGif = (): Buffer =>
  Buffer.from("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b", "hex");

/** One pixel, as WebP without loss. */
export const sampleWebp = (): Buffer =>
  Buffer.from("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700", "hex");

/** A page with nothing on it, as PDF. */
export const samplePdf = (): Buffer =>
  Buffer.from(
    [
      "%PDF-1.4",
      "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj",
      "trailer<</Root 1 0 R>>",
      "%%EOF",
      "",
    ].join("\n"),
  );

/** A file of the MP4 family that says what it is and holds nothing: its kind can be told, it cannot be played. */
export const sampleMp4 = (brand: "isom" | "M4A "): Buffer =>
  Buffer.concat([
    box("ftyp", Buffer.from(`${brand}\0\0\x02\0${brand}mp42isom`, "latin1")),
    box("moov", box("mvhd", Buffer.alloc(100))),
    box("mdat", Buffer.alloc(1024)),
  ]);

function box(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(8 + data.length);
  return Buffer.concat([head, Buffer.from(name, "latin1"), data]);
}
