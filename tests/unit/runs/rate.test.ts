/** How fast rows are read just now. */
import { expect, it } from 'vitest';
import { createRate } from '../../../src/engine/runs/rate.ts';

function rateAt(notes: readonly [timeMs: number, rows: number][]): number | null {
  let nowMs = 0;
  const rate = createRate(() => nowMs);
  for (const [timeMs, rows] of notes) {
    nowMs = timeMs;
    rate.note(rows);
  }
  return rate.rowsPerSecond();
}

it('says nothing before two portions are in', () => {
  expect(rateAt([])).toBeNull();
  expect(rateAt([[500, 128]])).toBeNull();
});

it('is what was done between the first portion and the last', () => {
  expect(
    rateAt([
      [1000, 100],
      [2000, 300],
      [3000, 500],
    ]),
  ).toBe(200);
});

it('forgets how it was long ago', () => {
  const slow: [number, number][] = Array.from({ length: 10 }, (_, second) => [second * 1000, second]);
  const fast: [number, number][] = Array.from({ length: 61 }, (_, second) => [
    60_000 + second * 1000,
    100 + second * 50,
  ]);
  expect(rateAt([...slow, ...fast])).toBe(50);
});

it('still tells where a single portion takes longer than it looks back', () => {
  expect(
    rateAt([
      [0, 0],
      [100_000, 100],
      [200_000, 200],
    ]),
  ).toBe(1);
});
