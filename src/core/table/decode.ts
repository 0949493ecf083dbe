/** Text out of bytes, in pieces of any size, whatever ends where. */
import { UndertoneError } from '../contracts/errors.ts';
import type { TableEncoding } from '../contracts/table.ts';
import type { ByteSource } from './byte-source.ts';
import { maxTextFileBytes, pieceBytes } from './limits.ts';
import { decodeWindows1252 } from './windows-1252.ts';

interface PieceDecoder {
  push(bytes: Uint8Array): string;
  end(): string;
}

/**
 * The text of a file, in small pieces that are made when they are asked for. A byte order mark is left out.
 *
 * @param maxBytes 200 MB unless told
 * @throws UndertoneError `table-too-large` at more than that
 */
export async function* decodeText(
  source: ByteSource,
  encoding: TableEncoding,
  maxBytes = maxTextFileBytes,
): AsyncGenerator<string, void, undefined> {
  const decoder = createPieceDecoder(encoding);
  let readBytes = 0;
  let isFirst = true;
  for await (const chunk of source) {
    readBytes += chunk.length;
    if (readBytes > maxBytes) throw new UndertoneError('table-too-large', { maxBytes });
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const text = decoder.push(chunk.subarray(from, from + pieceBytes));
      if (text === '') continue;
      yield isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text;
      isFirst = false;
    }
  }
  const rest = decoder.end();
  if (rest !== '') yield rest;
}

function createPieceDecoder(encoding: TableEncoding): PieceDecoder {
  if (encoding === 'windows-1252') return { push: decodeWindows1252, end: () => '' };
  if (encoding === 'utf-8') return createUtf8Decoder();
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return { push: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/**
 * What is not UTF-8 in a file of UTF-8 is read as Windows-1252, byte by byte: that is what it nearly always is, and
 * the first look at a file does not see its end.
 */
function createUtf8Decoder(): PieceDecoder {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let held: Uint8Array = new Uint8Array(0);

  function decode(bytes: Uint8Array): string {
    try {
      return strict.decode(bytes);
    } catch {
      return decodeMixed(bytes, strict);
    }
  }

  return {
    push(bytes) {
      const joined = held.length === 0 ? bytes : joinBytes([held, bytes]);
      const end = joined.length - unfinishedBytes(joined);
      held = joined.slice(end);
      return decode(joined.subarray(0, end));
    },
    end: () => decode(held),
  };
}

function decodeMixed(bytes: Uint8Array, strict: TextDecoder): string {
  const pieces: string[] = [];
  let validFrom = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    pieces.push(strict.decode(bytes.subarray(validFrom, at)), decodeWindows1252(bytes.subarray(at, at + 1)));
    at += 1;
    validFrom = at;
  }
  pieces.push(strict.decode(bytes.subarray(validFrom)));
  return pieces.join('');
}

/** Units of the well-formed sequence at `at` (Unicode, table 3-7), 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = announcedLength(lead);
  if (length === 0) return 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let i = 2; i < length; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** 0 for a byte that begins no sequence of several bytes. */
function announcedLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Bytes at the end that may be the beginning of a sequence. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return announcedLength(byte) > back ? back : 0;
  }
  return 0;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether it is UTF-8, but for a sequence that its end cuts off and for fewer stray bytes than there are sequences. */
export function isMostlyUtf8(bytes: Uint8Array): boolean {
  const end = bytes.length - unfinishedBytes(bytes);
  let sequences = 0;
  let strays = 0;
  let at = 0;
  while (at < end) {
    const length = sequenceLength(bytes, at);
    if (length === 0) strays += 1;
    else if (length > 1) sequences += 1;
    at += Math.max(1, length);
  }
  return strays === 0 || strays < sequences;
}
