/** What the first bytes of a file tell of its encoding, and of its being text at all. */
import type { TableEncoding } from '../contracts/table.ts';
import { isMostlyUtf8 } from './decode.ts';

/** Of a compound file: Excel and Word before 2007, and later ones with a password. */
const oldOffice: readonly number[] = [0xd0, 0xcf, 0x11, 0xe0];

/** First bytes of files that are no text, however they go on. */
const signatures: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46, 0x2d], // PDF
  oldOffice,
  [0x50, 0x4b, 0x03, 0x04], // Zip
  [0x50, 0x4b, 0x05, 0x06], // Zip, empty
  [0x1f, 0x8b], // Gzip
  [0x42, 0x5a, 0x68], // Bzip2
  [0x28, 0xb5, 0x2f, 0xfd], // Zstandard
  [0x37, 0x7a, 0xbc, 0xaf], // 7z
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x50, 0x41, 0x52, 0x31], // Parquet
  [0x7b, 0x5c, 0x72, 0x74, 0x66], // Rich text
  [0x7f, 0x45, 0x4c, 0x46], // ELF
];

export function isZip(head: Uint8Array): boolean {
  return startsWith(head, [0x50, 0x4b, 0x03, 0x04]);
}

export function isOldOffice(head: Uint8Array): boolean {
  return startsWith(head, oldOffice);
}

function startsWith(head: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => head[i] === byte);
}

/** Of the control characters that texts do not have, more than so many in all make a file binary, 0 to 1. */
const maxControls = 0.1;

/** Null where the bytes are no text. */
export function guessEncoding(head: Uint8Array): TableEncoding | null {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  if (signatures.some((signature) => startsWith(head, signature))) return null;
  const wide = guessUtf16(head);
  if (wide !== null) return wide;
  if (head.reduce((sum, byte) => sum + (isControl(byte) ? 1 : 0), 0) > head.length * maxControls) return null;
  // A row or two that were pasted out of another file make it no other encoding: they are read byte by byte.
  return isMostlyUtf8(head) ? 'utf-8' : 'windows-1252';
}

function isControl(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b;
}

/** By the zeros that are half of every character of a western language: on one side of the pairs and hardly the other. */
function guessUtf16(head: Uint8Array): TableEncoding | null {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 1) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  if (odd > pairs * 0.4 && even < odd * 0.1) return 'utf-16le';
  return even > pairs * 0.4 && odd < even * 0.1 ? 'utf-16be' : null;
}
