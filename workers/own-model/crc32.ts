/** The checksum of zip files. */

const polynomial = 0xed_b8_83_20;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ polynomial : value >>> 1;
  return value;
});

export interface Crc32 {
  add(bytes: Uint8Array): void;
  /** Of everything that was added. */
  get(): number;
}

export function createCrc32(): Crc32 {
  let state = 0xff_ff_ff_ff;
  return {
    add(bytes) {
      for (const byte of bytes) state = (table[(state ^ byte) & 0xff] ?? 0) ^ (state >>> 8);
    },
    get: () => (state ^ 0xff_ff_ff_ff) >>> 0,
  };
}
