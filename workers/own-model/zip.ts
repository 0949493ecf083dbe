/** Reads zip files where they lie: only the entries that are wanted, unpacked by the browser and held against their checksums. */
import { BlobReader, configure, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { FileEntry } from '@zip.js/zip.js/lib/zip-core-native.js';
import { piecesOf, unreadable } from './packed-file.ts';
import type { PackedFile } from './packed-file.ts';

// This runs in a worker already, and the policy lets nobody start one from an address of their own making.
configure({ useWebWorkers: false });

/**
 * The files in a zip file.
 *
 * @throws UndertoneError `own-model-unreadable` when it is no zip file, damaged, or of a kind that is not read
 */
export async function listZip(zip: Blob): Promise<PackedFile[]> {
  try {
    const entries = await new ZipReader(new BlobReader(zip), { checkCrc32: true }).getEntries();
    return entries.flatMap((entry) =>
      entry.directory
        ? []
        : [{ path: entry.filename, sizeBytes: entry.uncompressedSize, open: () => unpack(entry) }],
    );
  } catch (cause) {
    throw unreadable('no list of entries', cause);
  }
}

async function* unpack(entry: FileEntry): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let fail: (cause: unknown) => void = () => undefined;
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    start(controller) {
      fail = (cause) => controller.error(cause);
    },
  });
  // What is wrong before the first byte would otherwise leave the other end waiting.
  entry.getData(writable).catch(fail);
  yield* piecesOf(readable);
}
