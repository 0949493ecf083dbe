/** Turns pieces that arrive into something a person can read: bytes, share and time left. */
import type { StartState } from '../inference-api.ts';

type Downloading = Extract<StartState, { kind: 'downloading' }>;

export interface DownloadProgress {
  /** So many bytes have come over the network. */
  arrived(count: number): void;
  /** So many more are here from an earlier visit, or, below zero, have to come again: that says nothing of the rate. */
  moved(count: number): void;
}

/** Between two reports; more often than this nobody can read. */
const reportEveryMs = 100;
/** The rate is averaged over about this long, so that the time left neither jumps nor lags. */
const averageOverMs = 3000;
/** Before this, a rate says more about the start of the connection than about the connection. */
const settleMs = 800;

/**
 * @param totalBytes of everything that will be fetched
 * @param report told at once, then at most every 100 ms, and when the last byte is here
 * @param now milliseconds of a steady clock
 * @returns what to tell of the bytes as they come
 */
export function createDownloadProgress(
  totalBytes: number,
  report: (state: Downloading) => void,
  now: () => number = () => performance.now(),
): DownloadProgress {
  const startedMs = now();
  let loadedBytes = 0;
  let reportedMs = startedMs;
  let reportedBytes = 0;
  let bytesPerMs: number | null = null;
  report({ kind: 'downloading', loadedBytes, totalBytes, remainingMs: null });

  function tell(): void {
    const nowMs = now();
    const sinceMs = nowMs - reportedMs;
    if (sinceMs < reportEveryMs && loadedBytes < totalBytes) return;
    if (sinceMs > 0) {
      const latest = (loadedBytes - reportedBytes) / sinceMs;
      const weight = 1 - Math.exp(-sinceMs / averageOverMs);
      bytesPerMs = bytesPerMs === null ? latest : bytesPerMs + weight * (latest - bytesPerMs);
    }
    reportedMs = nowMs;
    reportedBytes = loadedBytes;
    const known = bytesPerMs !== null && bytesPerMs > 0 && nowMs - startedMs >= settleMs;
    const remainingMs = known && bytesPerMs !== null ? (totalBytes - loadedBytes) / bytesPerMs : null;
    report({ kind: 'downloading', loadedBytes, totalBytes, remainingMs });
  }

  return {
    arrived(count) {
      loadedBytes += count;
      tell();
    },
    moved(count) {
      loadedBytes += count;
      reportedBytes += count;
      tell();
    },
  };
}
