import { expect, it } from 'vitest';
import { createDownloadProgress } from '../../../workers/weights/download-progress.ts';

function run(totalBytes: number, pieces: readonly { afterMs: number; bytes: number }[]) {
  const reports: { loadedBytes: number; totalBytes: number; remainingMs: number | null }[] = [];
  let nowMs = 0;
  const progress = createDownloadProgress(
    totalBytes,
    (state) => reports.push(state),
    () => nowMs,
  );
  for (const { afterMs, bytes } of pieces) {
    nowMs += afterMs;
    progress.arrived(bytes);
  }
  return reports;
}

function steady(count: number, afterMs: number, bytes: number) {
  return Array.from({ length: count }, () => ({ afterMs, bytes }));
}

it('reports at the beginning and at the end, whatever the pieces', () => {
  const reports = run(100, [{ afterMs: 1, bytes: 100 }]);
  expect(reports.map((report) => report.loadedBytes)).toEqual([0, 100]);
  expect(reports.every((report) => report.totalBytes === 100)).toBe(true);
});

it('reports no more than ten times a second', () => {
  expect(run(10_000, steady(1000, 1, 10))).toHaveLength(11);
});

it('tells no time left before the rate has settled, then the right one', () => {
  const reports = run(1_000_000, steady(50, 100, 10_000));
  expect(reports[3]?.remainingMs).toBeNull();
  expect(reports.at(-1)?.remainingMs).toBeCloseTo(5000);
});

it('follows a rate that changes without jumping', () => {
  const reports = run(10_000_000, [...steady(50, 100, 10_000), ...steady(100, 100, 20_000)]);
  const before = reports[50]?.remainingMs ?? 0;
  const atOnce = reports[51]?.remainingMs ?? 0;
  expect(before).toBeCloseTo(95_000);
  expect(atOnce).toBeGreaterThan(before * 0.9);
  expect(reports.at(-1)?.remainingMs).toBeLessThan(42_000);
});

it('gives up telling the time left while nothing can be said', () => {
  const reports = run(100, [
    { afterMs: 1000, bytes: 0 },
    { afterMs: 1000, bytes: 50 },
  ]);
  expect(reports[1]?.remainingMs).toBeNull();
  expect(reports[2]?.remainingMs).toBeGreaterThan(0);
});

it('counts what is here from before, and takes no rate from it', () => {
  const reports: { loadedBytes: number; remainingMs: number | null }[] = [];
  let nowMs = 0;
  const progress = createDownloadProgress(
    1_000_000,
    (state) => reports.push(state),
    () => nowMs,
  );
  progress.moved(500_000);
  for (let piece = 0; piece < 20; piece += 1) {
    nowMs += 100;
    progress.arrived(10_000);
  }
  expect(reports.at(-1)).toMatchObject({ loadedBytes: 700_000 });
  expect(reports.at(-1)?.remainingMs).toBeCloseTo(3000);
  nowMs += 100;
  progress.moved(-200_000);
  expect(reports.at(-1)).toMatchObject({ loadedBytes: 500_000 });
});
