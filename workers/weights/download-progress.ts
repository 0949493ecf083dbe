/** Turns pieces that arrive into something a person can read: bytes, share and time left. */
import type { StartState } from '../inference-api.ts';

type Downloading = Extract<StartState, { kind: 'downloading' }>;

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
 * @returns a function to call with the size of each piece
 */
export function createDownloadProgress(
  totalBytes: number,
  report: (state: Downloading) => void,
  now: () => number = () => performance.now(),
): (pieceBytes: number) => void {
  const startedMs = now();
  let loadedBytes = 0;
  let reportedMs = startedMs;
  let reportedBytes = 0;
  let bytesPerMs: number | null = null;
  report({ kind: 'downloading', loadedBytes, totalBytes, remainingMs: null });

  return (pieceBytes) => {
    loadedBytes += pieceBytes;
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
  };
}
