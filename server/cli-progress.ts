/** How far a reading has come, on a terminal. */
import type { Writable } from 'node:stream';
import { countText, pluralText } from '#core/report/drawing-figures';

const betweenMs = 250;
/** Before that many rows the rate says little. */
const fewestRows = 32;
const clearLine = '\r\u001B[K';

export interface CliProgress {
  row(): void;
  /** Takes the line away, and gives the rows and the time it took. */
  end(): { rows: number; tookMs: number };
}

/**
 * @param total rows of the file
 * @param terminal null where nobody looks
 */
export function createProgress(total: number, terminal: Writable | null): CliProgress {
  const beganMs = performance.now();
  let rows = 0;
  let toldMs = beganMs;
  return {
    row() {
      rows += 1;
      const nowMs = performance.now();
      if (terminal === null || nowMs - toldMs < betweenMs) return;
      toldMs = nowMs;
      terminal.write(clearLine + progressText(rows, total, nowMs - beganMs));
    },
    end() {
      terminal?.write(clearLine);
      return { rows, tookMs: performance.now() - beganMs };
    },
  };
}

/** "1,240 of 5,000 rows · 58 a second · about 2 min left". */
export function progressText(rows: number, total: number, tookMs: number): string {
  const parts = [`${countText(rows)} of ${pluralText(total, 'row', 'rows')}`];
  if (rows >= fewestRows) {
    const perSecond = (rows / tookMs) * 1000;
    parts.push(
      `${rateText(perSecond)} a second`,
      `about ${durationText(((total - rows) / perSecond) * 1000)} left`,
    );
  }
  return parts.join(' · ');
}

/** "0.12 s, 505 rows a second.": of a short reading in parts of a second, so that rows, time and rate agree. */
export function closingText(rows: number, tookMs: number): string {
  const seconds = Math.max(tookMs, 10) / 1000;
  const took = seconds < 10 ? `${seconds.toFixed(seconds < 1 ? 2 : 1)} s` : durationText(tookMs);
  return `${took}, ${rateText(rows / seconds)} rows a second.`;
}

function rateText(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : countText(perSecond);
}

/** "25 s", "3 min", "2 h 5 min". */
function durationText(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  if (seconds < 90) return `${String(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${String(minutes)} min`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
