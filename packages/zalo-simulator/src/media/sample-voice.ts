/** Two seconds: a frame lasts 1024 samples at 16 kHz, the rate of real Zalo voices. */
const FRAMES = 31;

/** Index of 16 kHz in the table of sampling rates of ADTS. */
const RATE_16_KHZ = 8;

const HEADER_BYTES = 7;

/** A raw block of AAC-LC: one channel with no spectrum at all, then the end mark. 29 zero bits and three ones. */
const SILENCE = Buffer.from([0x00, 0x00, 0x00, 0x07]);

/** A voice message that says nothing: silent AAC in ADTS frames, 16 kHz mono, as Zalo serves voices. */
export function sampleVoice(): Buffer {
  const length = HEADER_BYTES + SILENCE.length;
  const header = Buffer.from([
    0xff,
    0xf1, // the sync word's end, MPEG-4, no checksum
    (1 << 6) | (RATE_16_KHZ << 2), // profile LC
    (1 << 6) | (length >> 11), // one channel
    (length >> 3) & 0xff,
    ((length & 0x07) << 5) | 0x1f,
    0xfc, // buffer fullness "variable rate", one block
  ]);
  return Buffer.concat(Array.from({ length: FRAMES }, () => [header, SILENCE]).flat());
}
