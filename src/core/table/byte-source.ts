/** Where the bytes of a file come from: anything that gives them one piece after another, when it is asked. */

/** Node's streams are one, and `bytesOfBlob` makes one of a file of the page. */
export type ByteSource = AsyncIterable<Uint8Array>;

/** As much of a `Blob` as is used of it. */
export interface SliceableFile {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

const chunkBytes = 1_048_576;

/** The bytes of a `Blob` or `File`, each MiB read when it is asked for and not before. */
export async function* bytesOfBlob(file: SliceableFile): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < file.size; start += chunkBytes) {
    yield new Uint8Array(await file.slice(start, Math.min(start + chunkBytes, file.size)).arrayBuffer());
  }
}
