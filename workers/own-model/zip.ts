/**
 * Reads zip files where they lie: the list at the end first, then only the entries that are wanted, unpacked by the
 * browser and held against their checksums. Archives of 4 GB and more, and encrypted ones, are not read.
 */
import { createCrc32 } from './crc32.ts';
import { piecesOf, unreadable } from './packed-file.ts';
import type { PackedFile } from './packed-file.ts';

const endSignature = 0x06_05_4b_50;
const entrySignature = 0x02_01_4b_50;
const localSignature = 0x04_03_4b_50;
const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;
const longestComment = 0xff_ff;
const encryptedFlag = 1;
const stored = 0;
const deflated = 8;
/** Stands for a size that is written elsewhere, in archives this large. */
const tooLarge = 0xff_ff_ff_ff;

interface Entry {
  path: string;
  method: number;
  isEncrypted: boolean;
  crc32: number;
  packedBytes: number;
  sizeBytes: number;
  localAt: number;
}

/**
 * The files in a zip file.
 *
 * @throws UndertoneError `own-model-unreadable` when it is no zip file, damaged, or of a kind that is not read
 */
export async function listZip(zip: Blob): Promise<PackedFile[]> {
  const entries = await readEntries(zip);
  return entries
    .filter(({ path }) => !path.endsWith('/'))
    .map((entry) => ({ path: entry.path, sizeBytes: entry.sizeBytes, open: () => unpack(zip, entry) }));
}

async function readEntries(zip: Blob): Promise<Entry[]> {
  const tailAt = Math.max(0, zip.size - endBytes - longestComment);
  const tail = await viewOf(zip, tailAt, zip.size);
  let endAt = tail.byteLength - endBytes;
  while (endAt >= 0 && tail.getUint32(endAt, true) !== endSignature) endAt -= 1;
  if (endAt < 0) throw unreadable('no list of entries');
  const count = tail.getUint16(endAt + 10, true);
  const listAt = tail.getUint32(endAt + 16, true);
  const listBytes = tail.getUint32(endAt + 12, true);
  if (listAt + listBytes > tailAt + endAt) throw unreadable('cut short, or too large');

  const list = await viewOf(zip, listAt, listAt + listBytes);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + entryBytes > list.byteLength || list.getUint32(at, true) !== entrySignature)
      throw unreadable('damaged list of entries');
    const nameBytes = list.getUint16(at + 28, true);
    const name = new Uint8Array(list.buffer, list.byteOffset + at + entryBytes, nameBytes);
    entries.push({
      path: new TextDecoder().decode(name),
      method: list.getUint16(at + 10, true),
      isEncrypted: (list.getUint16(at + 8, true) & encryptedFlag) !== 0,
      crc32: list.getUint32(at + 16, true),
      packedBytes: list.getUint32(at + 20, true),
      sizeBytes: list.getUint32(at + 24, true),
      localAt: list.getUint32(at + 42, true),
    });
    at += entryBytes + nameBytes + list.getUint16(at + 30, true) + list.getUint16(at + 32, true);
  }
  return entries;
}

async function* unpack(zip: Blob, entry: Entry): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { method, localAt, packedBytes, sizeBytes } = entry;
  if (entry.isEncrypted || (method !== stored && method !== deflated)) throw unreadable('packed otherwise');
  if (packedBytes === tooLarge || sizeBytes === tooLarge || localAt === tooLarge)
    throw unreadable('too large');
  const local = await viewOf(zip, localAt, localAt + localBytes);
  if (local.byteLength < localBytes || local.getUint32(0, true) !== localSignature)
    throw unreadable('no entry');
  const contentAt = localAt + localBytes + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = zip.slice(contentAt, contentAt + packedBytes).stream();
  const content = method === stored ? packed : packed.pipeThrough(new DecompressionStream('deflate-raw'));

  const crc32 = createCrc32();
  let arrivedBytes = 0;
  for await (const piece of piecesOf(content)) {
    crc32.add(piece);
    arrivedBytes += piece.length;
    // One that grows beyond what it says of itself is not unpacked to the end.
    if (arrivedBytes > sizeBytes) break;
    yield piece;
  }
  if (arrivedBytes !== sizeBytes || crc32.get() !== entry.crc32) throw unreadable('damaged entry');
}

async function viewOf(blob: Blob, from: number, to: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}
