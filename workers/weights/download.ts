/**
 * Fetches one file of a model. A connection that breaks is taken up again after the last chunk that is known to be
 * right, in this visit and in the next; a server without ranges sends it all again.
 */
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { FetchedFile } from '#core/contracts/manifest';
import { createCheckedBytes, WrongBytes } from './checked-bytes.ts';
import type { CheckedBytes } from './checked-bytes.ts';
import type { DownloadProgress } from './download-progress.ts';
import { corruptFile, requestFile, unavailableFile } from './request.ts';
import type { PartialFile } from './store.ts';

/** Attempts in a row that may bring no whole chunk. */
const mostAttempts = 4;
/** Bytes that were wrong twice are wrong where they come from. */
const mostWrongAttempts = 2;
/** A server that says so will say the same a moment later. */
const lastingStatuses: ReadonlySet<unknown> = new Set([400, 401, 403, 404, 410]);

export interface DownloadTimes {
  /** Before the second attempt in a row; each further pause is twice as long. */
  pauseMs: number;
  /** A connection that brings nothing for so long counts as broken. */
  stallMs: number;
}

const defaultTimes: DownloadTimes = { pauseMs: 300, stallMs: 8000 };

export interface DownloadOptions {
  /** Where checked chunks are kept until the file is whole; null where nothing can be kept. */
  part: PartialFile | null;
  progress: DownloadProgress;
  /** Ends the download; the promise then rejects with `model-unavailable`. */
  signal: AbortSignal;
  times?: DownloadTimes;
}

/**
 * @returns the bytes of the file, every chunk checked
 * @throws UndertoneError `model-unavailable` when it cannot be fetched whole, `model-corrupt` when it is something else
 */
export async function downloadFile(
  url: URL,
  file: FetchedFile,
  { part, progress, signal, times = defaultTimes }: DownloadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const arrived = createCheckedBytes(file);
  await takeUp(arrived, part);
  progress.moved(arrived.checkedCount);

  let attempts = 0;
  let wrongAttempts = 0;
  while (arrived.checkedCount < file.sizeBytes) {
    const before = arrived.checkedCount;
    try {
      const cache = cacheFor(part, wrongAttempts > 0);
      await fetchRest(url, arrived, part, { progress, signal, cache, stallMs: times.stallMs });
    } catch (thrown) {
      const isWrong = thrown instanceof WrongBytes;
      const error = isWrong ? corruptFile(url, thrown.message) : toUndertoneError(thrown);
      progress.moved(arrived.checkedCount - arrived.arrivedCount);
      arrived.rewind();
      if (arrived.checkedCount > before) attempts = 0;
      attempts += 1;
      wrongAttempts += isWrong ? 1 : 0;
      const isOver = attempts >= mostAttempts || wrongAttempts >= mostWrongAttempts || isLasting(error);
      if (signal.aborted || isOver) throw error;
      await pause(times.pauseMs * 2 ** (attempts - 1), signal);
    }
  }
  return arrived.bytes;
}

interface RestOptions {
  progress: DownloadProgress;
  signal: AbortSignal;
  cache: RequestCache;
  stallMs: number;
}

/**
 * The private file system is the cache; a second copy in the browser's own would only take room. Where nothing is kept
 * there, the browser's own may save the next engine of this visit the download, unless it was what was wrong.
 */
function cacheFor(part: PartialFile | null, wasWrong: boolean): RequestCache {
  if (part !== null) return 'no-store';
  return wasWrong ? 'reload' : 'default';
}

/** One request for all that is not here yet, and whatever of it arrives. */
async function fetchRest(
  url: URL,
  arrived: CheckedBytes,
  part: PartialFile | null,
  { progress, signal, cache, stallMs }: RestOptions,
): Promise<void> {
  const from = arrived.checkedCount;
  const stall = createStall(stallMs);
  try {
    const response = await requestFile(url, {
      cache,
      headers: from > 0 ? { Range: `bytes=${from}-` } : {},
      signal: AbortSignal.any([signal, stall.signal]),
    });
    if (from > 0 && !goesOnFrom(response, from)) {
      progress.moved(-from);
      arrived.clear();
      // The whole file is as good; a piece that was not asked for, or word that there is none, is not.
      if (response.status !== 200) throw new WrongBytes('wrong range');
    }
    for await (const piece of piecesOf(url, response)) {
      stall.put();
      progress.arrived(piece.length);
      for (const chunk of await arrived.add(piece)) part?.write(chunk.bytes, chunk.at);
    }
    if (arrived.checkedCount < arrived.bytes.length) throw new WrongBytes('too short');
  } finally {
    stall.end();
  }
}

/** What an earlier visit left behind, as far as it is right. */
async function takeUp(arrived: CheckedBytes, part: PartialFile | null): Promise<void> {
  try {
    if (part !== null) await arrived.add(part.read());
  } catch {
    // Damaged on the way: the chunks before the damage are right all the same.
  }
  arrived.rewind();
}

function goesOnFrom(response: Response, from: number): boolean {
  return (
    response.status === 206 && response.headers.get('Content-Range')?.startsWith(`bytes ${from}-`) === true
  );
}

/** The body piece by piece; whatever breaks it off means that the rest did not arrive. */
async function* piecesOf(url: URL, response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const next = await reader?.read();
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } catch (cause) {
    throw unavailableFile(url, {}, cause);
  } finally {
    reader?.cancel().catch(() => undefined);
  }
}

function isLasting(error: UndertoneError): boolean {
  return lastingStatuses.has(error.details['status']);
}

/** A signal that aborts once nothing has been put for `stallMs`. */
function createStall(stallMs: number): { signal: AbortSignal; put: () => void; end: () => void } {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const put = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), stallMs);
  };
  put();
  return { signal: abort.signal, put, end: () => clearTimeout(timer) };
}

/** Resolves after `ms`, or as soon as `signal` aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
