import { expect, test } from "vitest";
import { fileType } from "./file-type.ts";

const text = (start: string, ...more: number[]) =>
  Buffer.concat([Buffer.from(start, "latin1"), Buffer.from(more)]);
const ftyp = (brand: string) => text(`\0\0\0\x18ftyp${brand}\0\0\0\0`);
/** An ID3v2.4 tag of 200 bytes, its size written in sevens of bits. */
const ID3 = Buffer.concat([text("ID3\x04\0\0"), Buffer.from([0, 0, 1, 72]), Buffer.alloc(200)]);

test.each<[string, string, Uint8Array]>([
  ["image/jpeg", "image", text("\xff\xd8\xff\xe0\0\x10JFIF")],
  ["image/jpeg", "image", text("\xff\xd8\xff\xdb")],
  ["image/png", "image", text("\x89PNG\r\n\x1a\n\0\0\0\rIHDR")],
  ["image/gif", "image", text("GIF89a")],
  ["image/gif", "image", text("GIF87a")],
  ["image/webp", "image", text("RIFF\x24\0\0\0WEBPVP8 ")],
  ["image/heic", "image", ftyp("heic")],
  ["image/avif", "image", ftyp("avif")],
  ["image/heif", "image", ftyp("mif1")],
  ["image/tiff", "image", text("II*\0")],
  ["image/bmp", "image", text("BM\x46\0\0\0\0\0\0\0\x36\0\0\0")],
  ["audio/aac", "audio", Buffer.from([0xff, 0xf1, 0x60, 0x40])],
  ["audio/aac", "audio", Buffer.from([0xff, 0xf8, 0x60, 0x40])],
  ["audio/aac", "audio", Buffer.concat([ID3, Buffer.from([0xff, 0xf1, 0x60, 0x40])])],
  ["audio/mpeg", "audio", Buffer.from([0xff, 0xfb, 0x90, 0x64])],
  ["audio/mpeg", "audio", Buffer.from([0xff, 0xf3, 0x40, 0xc4])],
  ["audio/mpeg", "audio", Buffer.concat([ID3, Buffer.from([0xff, 0xfb, 0x90, 0x64])])],
  ["audio/mp4", "audio", ftyp("M4A ")],
  ["video/mp4", "video", ftyp("isom")],
  ["video/mp4", "video", ftyp("mp42")],
  ["video/quicktime", "video", ftyp("qt  ")],
  ["video/3gpp", "video", ftyp("3gp4")],
  ["audio/wav", "audio", text("RIFF\x24\0\0\0WAVEfmt ")],
  ["video/x-msvideo", "video", text("RIFF\x24\0\0\0AVI LIST")],
  ["audio/ogg; codecs=opus", "audio", text(`OggS\0\x02${"\0".repeat(20)}\x01\x13OpusHead`)],
  ["audio/ogg", "audio", text(`OggS\0\x02${"\0".repeat(20)}\x01\x1e\x01vorbis`)],
  ["audio/flac", "audio", text("fLaC\0\0\0\x22")],
  ["audio/amr", "audio", text("#!AMR\n")],
  [
    "video/webm",
    "video",
    text("\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"),
  ],
  ["video/matroska", "video", text("\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska")],
  ["application/pdf", "file", text("%PDF-1.7\n")],
  ["application/zip", "file", text("PK\x03\x04\x14\0")],
  ["application/gzip", "file", text("\x1f\x8b\x08\0")],
  ["application/x-7z-compressed", "file", text("7z\xbc\xaf\x27\x1c")],
  ["application/vnd.rar", "file", text("Rar!\x1a\x07\x01\0")],
])("%s is recognised as %s", (mime, kind, bytes) => {
  expect(fileType(bytes)).toMatchObject({ mime, kind });
  expect(fileType(Uint8Array.from(bytes))).toEqual(fileType(bytes));
});

test.each<[string, Uint8Array]>([
  ["nothing", new Uint8Array()],
  ["a page", text("<!doctype html><html>")],
  ["JSON", text('{"ok":false}')],
  ["an SVG, which can run scripts", text('<svg xmlns="http://www.w3.org/2000/svg">')],
  ["words that begin like a bitmap", text("BMW, đời 2020")],
  ["half a signature", text("\x89PNG")],
  ["set bits without a frame", Buffer.from([0xff, 0xff, 0xff, 0xff])],
])("%s is not taken for anything", (_, bytes) => {
  expect(fileType(bytes)).toBeUndefined();
});
