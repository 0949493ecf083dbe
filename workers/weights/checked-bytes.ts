/** The bytes of one file as they arrive, held against the hashes that the manifest lists, chunk by chunk. */
import { chunkBytes } from '#core/contracts/manifest';
import type { FetchedFile } from '#core/contracts/manifest';
import { sha256 } from './sha256.ts';

export interface CheckedBytes {
  /** Room for the whole file; only the first `checkedCount` are known to be right. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly checkedCount: number;
  /** All that has come, checked or not. */
  readonly arrivedCount: number;
  /**
   * Takes the next bytes and checks every chunk that they complete.
   *
   * @returns the chunks found right, with their places
   * @throws WrongBytes when a chunk is not what the manifest lists, or when there are too many bytes
   */
  add(piece: Uint8Array): Promise<CheckedChunk[]>;
  /** Forgets what is not checked, so that the next bytes are those after the checked ones. */
  rewind(): void;
  /** Forgets everything. */
  clear(): void;
}

export interface CheckedChunk {
  at: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What has arrived is not the file that the manifest names. */
export class WrongBytes extends Error {
  override readonly name = 'WrongBytes';
}

export function createCheckedBytes(file: FetchedFile): CheckedBytes {
  const bytes = new Uint8Array(file.sizeBytes);
  let checkedCount = 0;
  let arrivedCount = 0;

  return {
    bytes,
    get checkedCount() {
      return checkedCount;
    },
    get arrivedCount() {
      return arrivedCount;
    },
    async add(piece) {
      if (arrivedCount + piece.length > bytes.length) throw new WrongBytes('too long');
      bytes.set(piece, arrivedCount);
      arrivedCount += piece.length;
      const chunks: CheckedChunk[] = [];
      while (checkedCount < bytes.length) {
        const end = Math.min(checkedCount + chunkBytes, bytes.length);
        if (end > arrivedCount) break;
        const chunk = bytes.subarray(checkedCount, end);
        if ((await sha256(chunk)) !== file.chunkSha256s[checkedCount / chunkBytes])
          throw new WrongBytes('wrong bytes');
        chunks.push({ at: checkedCount, bytes: chunk });
        checkedCount = end;
      }
      return chunks;
    },
    rewind() {
      arrivedCount = checkedCount;
    },
    clear() {
      arrivedCount = 0;
      checkedCount = 0;
    },
  };
}
