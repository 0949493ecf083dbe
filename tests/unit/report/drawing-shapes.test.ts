/** Marks as paths: hatching that stays in its bar, and tones that differ by more than their colours. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verdictLabels } from '#core/contracts/analysis';
import type { VerdictLabel } from '#core/contracts/analysis';
import type { BarMark } from '#core/report/drawing';
import { shapesOf } from '#core/report/drawing-shapes';
import type { PathShape } from '#core/report/drawing-shapes';

const barArbitrary: fc.Arbitrary<BarMark> = fc.record({
  kind: fc.constant('bar'),
  label: fc.constant('negative'),
  x: fc.integer({ min: -20, max: 300 }),
  y: fc.integer({ min: 0, max: 300 }),
  width: fc.double({ min: 0.5, max: 400, noNaN: true }),
  height: fc.integer({ min: 4, max: 40 }),
});

function pathsOf(bar: BarMark): PathShape[] {
  return shapesOf([bar]).filter((shape) => shape.kind === 'path');
}

interface Place {
  x: number;
  y: number;
}

/** The corners of each area of a path of straight lines to absolute places. */
function areasOf({ d }: PathShape): Place[][] {
  return d
    .split('z')
    .filter((part) => part !== '')
    .map((part) =>
      part
        .slice(1)
        .split('L')
        .map((pair) => {
          const [x = NaN, y = NaN] = pair.split(',').map(Number);
          return { x, y };
        }),
    );
}

/** By the shoelace formula. */
function sizeOf(corners: readonly Place[]): number {
  const sum = corners.reduce((total, { x, y }, index) => {
    const next = corners[(index + 1) % corners.length] ?? { x, y };
    return total + x * next.y - next.x * y;
  }, 0);
  return Math.abs(sum) / 2;
}

test('stripes stay in their bar and cover about half of it', () => {
  fc.assert(
    fc.property(barArbitrary, (bar) => {
      const [stripes] = pathsOf(bar);
      const areas = stripes === undefined ? [] : areasOf(stripes);
      for (const { x, y } of areas.flat()) {
        expect(x).toBeGreaterThanOrEqual(bar.x - 0.01);
        expect(x).toBeLessThanOrEqual(bar.x + bar.width + 0.01);
        expect(y).toBeGreaterThanOrEqual(bar.y - 0.01);
        expect(y).toBeLessThanOrEqual(bar.y + bar.height + 0.01);
      }
      // At both ends half a stripe may be missing.
      const covered = areas.reduce((sum, corners) => sum + sizeOf(corners), 0);
      const tolerance = 3.5 * Math.min(bar.width, bar.height) + 1;
      expect(Math.abs(covered - (bar.width * bar.height) / 2)).toBeLessThan(tolerance);
    }),
  );
});

test('no two labels look alike without their colours', () => {
  const bar = { kind: 'bar', x: 0, y: 0, width: 60, height: 14 } as const;
  const looks = verdictLabels.map((label: VerdictLabel) =>
    JSON.stringify(
      pathsOf({ ...bar, label }).map((shape) => [
        shape.d,
        shape.fill !== null,
        shape.stroke !== null,
        shape.isDashed,
      ]),
    ),
  );
  // Neutral and positive are both solid: they differ in lightness, and are told apart by place and word everywhere.
  const [negative, neutral, positive, mixed, unsure] = looks;
  expect(new Set([negative, positive, mixed, unsure]).size).toBe(4);
  expect(neutral).toBe(positive);
});

test('a bar of nothing is not drawn', () => {
  expect(shapesOf([{ kind: 'bar', label: 'positive', x: 3, y: 3, width: 0, height: 14 }])).toEqual([]);
});
