/** How fast rows are read just now. */
import { expect, it } from 'vitest';
import { createRate } from '../../../src/engine/runs/rate.ts';

/** Begun at 0 ms. */
function rateAt(notes: readonly [timeMs: number, rows: number][], atFirst = 0): number | null {
  let nowMs = 0;
  const rate = createRate(atFirst, () => nowMs);
  for (const [timeMs, rows] of notes) {
    nowMs = timeMs;
    rate.note(rows);
  }
  return rate.rowsPerSecond();
}

it('says nothing before a portion is in', () => {
  expect(rateAt([])).toBeNull();
  expect(rateAt([[500, 128]])).toBe(256);
});

it('is not carried away where two engines end their first portions together', () => {
  expect(
    rateAt([
      [20_000, 128],
      [20_010, 256],
    ]),
  ).toBeCloseTo(12.8, 1);
});

it('leaves out what was done before, where a reading goes on', () => {
  expect(rateAt([[10_000, 5128]], 5000)).toBeCloseTo(12.8);
});

it('is what was done between the beginning and the last portion', () => {
  expect(
    rateAt([
      [1000, 100],
      [2000, 300],
      [3000, 600],
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
