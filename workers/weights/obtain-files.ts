/** The files of one version: what is kept and right is used, what is missing or damaged is fetched and kept. */
import { UndertoneError } from '#core/contracts/errors';
import { bytesToFetch } from '#core/contracts/manifest';
import type { ModelFile } from '#core/contracts/manifest';
import type { StartState } from '../inference-api.ts';
import { createDownloadProgress } from './download-progress.ts';
import type { DownloadProgress } from './download-progress.ts';
import { downloadFile } from './download.ts';
import { hasRoom } from './room.ts';
import { sha256 } from './sha256.ts';
import type { WeightStore } from './store.ts';
import { unpack } from './unpack.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Kept files that are being read and checked already, by their hash. */
export type FilesAhead = ReadonlyMap<string, Promise<Bytes | null>>;

export interface ObtainOptions {
  /** Null where the browser keeps no files: they are then held in memory alone. */
  store: WeightStore | null;
  /** Address of the folder that holds the files. */
  folderUrl: URL;
  /** Told `downloading` and `verifying` when something has to be fetched. */
  onState: (state: StartState) => void;
  /** Nothing is fetched that cannot be kept: it is not for this visit. */
  isForLater?: boolean;
  ahead?: FilesAhead | null;
}

/** Begins to read and check kept files before it is known whether they are the ones that are wanted. */
export function readAhead(store: WeightStore | null, files: readonly ModelFile[]): FilesAhead {
  return new Map(files.map((file) => [file.sha256, readKept(store, file)]));
}

/**
 * Where there is no room for what is missing, it is held in memory alone.
 *
 * @returns the bytes of each file, in order
 * @throws UndertoneError `model-unavailable`, `model-corrupt`; `storage-unavailable` where it is for later and cannot be kept
 */
export async function obtainFiles(
  files: readonly ModelFile[],
  { store, folderUrl, onState, isForLater = false, ahead = null }: ObtainOptions,
): Promise<Bytes[]> {
  const kept = await Promise.all(files.map((file) => ahead?.get(file.sha256) ?? readKept(store, file)));
  const missing = files.filter((_, index) => kept[index] === null);
  if (missing.length === 0) return kept.filter((bytes) => bytes !== null);

  const keeper = store !== null && (await hasRoomFor(store, missing)) ? store : null;
  if (isForLater && keeper === null) throw new UndertoneError('storage-unavailable');
  const progress = createDownloadProgress(bytesToFetch(missing), (state) =>
    onState(keeper === null ? { ...state, isMemoryOnly: true } : state),
  );
  const abort = new AbortController();
  try {
    return await Promise.all(
      files.map(
        async (file, index) =>
          kept[index] ??
          (await fetchAndKeep(file, { store: keeper, folderUrl, progress, signal: abort.signal })),
      ),
    );
  } finally {
    // When one file fails, the others are no longer wanted; what has come of them is kept.
    abort.abort();
    onState({ kind: 'verifying' });
  }
}

/** Whether all files are kept in their full size, so that none is likely to be fetched. */
export async function areKept(store: WeightStore | null, files: readonly ModelFile[]): Promise<boolean> {
  if (store === null) return false;
  const found = await Promise.all(files.map(({ name, sizeBytes }) => store.has(name, sizeBytes)));
  return found.every(Boolean);
}

async function hasRoomFor(store: WeightStore, missing: readonly ModelFile[]): Promise<boolean> {
  const still = await Promise.all(
    missing.map(async ({ name, sizeBytes, packed }) => {
      const arrivedBytes = await store.arrivedBytes(packed?.name ?? name);
      // For a moment a packed file and what it holds lie side by side.
      return sizeBytes + (packed?.sizeBytes ?? 0) - arrivedBytes;
    }),
  );
  return hasRoom(still.reduce((sum, bytes) => sum + bytes, 0));
}

/** A kept file whose hash is right; one that is damaged is removed and counts as missing. */
async function readKept(store: WeightStore | null, file: ModelFile): Promise<Bytes | null> {
  if (store === null) return null;
  try {
    const bytes = await store.read(file.name);
    if (bytes === null || (await sha256(bytes)) === file.sha256) return bytes;
    await store.remove(file.name);
  } catch {
    // What cannot be read is as good as missing.
  }
  return null;
}

interface FetchOptions {
  store: WeightStore | null;
  folderUrl: URL;
  progress: DownloadProgress;
  signal: AbortSignal;
}

async function fetchAndKeep(
  file: ModelFile,
  { store, folderUrl, progress, signal }: FetchOptions,
): Promise<Bytes> {
  const fetched = file.packed ?? file;
  const part = (await store?.openPart(fetched.name, fetched.sizeBytes)) ?? null;
  try {
    const arrived = await downloadFile(new URL(fetched.name, folderUrl), fetched, { part, progress, signal });
    const bytes = file.packed === undefined ? arrived : await unpack(arrived).catch(() => null);
    if (bytes === null || (await sha256(bytes)) !== file.sha256)
      throw new UndertoneError('model-corrupt', { file: fetched.name, reason: 'wrong bytes' });
    // No room: the bytes in hand are right all the same.
    if (bytes === arrived) {
      await part?.commit().catch(() => undefined);
    } else {
      await store?.write(file.name, bytes).catch(() => undefined);
      await part?.discard().catch(() => undefined);
    }
    return bytes;
  } finally {
    part?.close();
  }
}
