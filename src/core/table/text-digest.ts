/** A short stand-in for a text, to tell whether it stood before without keeping it. Not for secrets: it is no cryptographic hash. */

const c1 = 0x239b961b;
const c2 = 0xab0e9789;
const c3 = 0x38b34ae5;
const c4 = 0xa1e38b93;

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function mix(value: number, factor: number, by: number, next: number): number {
  return Math.imul(rotate(Math.imul(value, factor), by), next);
}

function finish(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/**
 * MurmurHash3_x86_128 (Austin Appleby, public domain,
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp).
 *
 * @param lengthBytes how many bytes there are
 * @param wordAt the little-endian word at a place in bytes, a multiple of four; bytes behind the end are 0
 */
export function murmur128(
  lengthBytes: number,
  wordAt: (place: number) => number,
  seed = 0,
): [number, number, number, number] {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  const blocksEnd = lengthBytes - (lengthBytes % 16);
  for (let at = 0; at < blocksEnd; at += 16) {
    h1 = Math.imul(rotate(h1 ^ mix(wordAt(at), c1, 15, c2), 19) + h2, 5) + 0x561ccd1b;
    h2 = Math.imul(rotate(h2 ^ mix(wordAt(at + 4), c2, 16, c3), 17) + h3, 5) + 0x0bcaa747;
    h3 = Math.imul(rotate(h3 ^ mix(wordAt(at + 8), c3, 17, c4), 15) + h4, 5) + 0x96cd1c35;
    h4 = Math.imul(rotate(h4 ^ mix(wordAt(at + 12), c4, 18, c1), 13) + h1, 5) + 0x32ac3b17;
  }
  if (lengthBytes > blocksEnd) {
    // A word behind the end is 0, and 0 mixes to 0.
    h4 ^= mix(wordAt(blocksEnd + 12), c4, 18, c1);
    h3 ^= mix(wordAt(blocksEnd + 8), c3, 17, c4);
    h2 ^= mix(wordAt(blocksEnd + 4), c2, 16, c3);
    h1 ^= mix(wordAt(blocksEnd), c1, 15, c2);
  }
  h1 ^= lengthBytes;
  h2 ^= lengthBytes;
  h3 ^= lengthBytes;
  h4 ^= lengthBytes;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = finish(h1);
  h2 = finish(h2);
  h3 = finish(h3);
  h4 = finish(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  return [h1 >>> 0, h2 >>> 0, h3 >>> 0, h4 >>> 0];
}

/**
 * 128 bits of a text as a string of eight UTF-16 units: small in memory, good as a key, not to be shown. Among ten
 * million texts the chance of any two alike is below 10^-24.
 */
export function textDigest(text: string): string {
  const words = murmur128(text.length * 2, (place) => {
    const at = place / 2;
    // Behind the end charCodeAt gives NaN, which counts as 0 here.
    return text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
  });
  return String.fromCharCode(...words.flatMap((word) => [word & 0xffff, word >>> 16]));
}
