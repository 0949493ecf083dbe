import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binOf, createDriftFeature, driftWindowValues } from '../../server/services/telemetry/drift.ts';

const bins = ['a', 'b', 'c', 'd'];
/** So many values of each bin, of a whole window together. */
const shares = fc
  .tuple(fc.nat(100), fc.nat(100), fc.nat(100), fc.integer({ min: 1, max: 100 }))
  .map((weights) => {
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const counts = weights.map((weight) => Math.floor((weight / whole) * driftWindowValues));
    const rest = driftWindowValues - counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, place) => (place === 0 ? count + rest : count));
  });

const valuesOf = (counts: readonly number[]): string[] =>
  counts.flatMap((count, place) => Array.from({ length: count }, () => bins[place] ?? ''));

function ratioOf(...windows: (readonly string[])[]): number | undefined {
  const feature = createDriftFeature();
  for (const bin of windows.flat()) feature.observe(bin);
  return feature.ratio();
}

describe('drift', () => {
  it('is the sum of (a - e) ln(a / e) over the bins', () => {
    const first = valuesOf([500, 300, 200, 0]);
    const latest = valuesOf([400, 350, 250, 0]);
    const expected = -0.1 * Math.log(0.4 / 0.5) + 0.05 * Math.log(0.35 / 0.3) + 0.05 * Math.log(0.25 / 0.2);
    expect(ratioOf(first, latest)).toBeCloseTo(expected, 12);
  });

  it('is a number, and a large one, where bins are empty on either side', () => {
    const ratio = ratioOf(valuesOf([1000, 0, 0, 0]), valuesOf([0, 1000, 0, 0]));
    expect(ratio).toBeCloseTo(2 * (1 - 0.0005) * Math.log(1 / 0.0005), 12);
  });

  it('is not told before there is a reference and a window of its size behind it', () => {
    const feature = createDriftFeature();
    for (let seen = 0; seen < 2 * driftWindowValues; seen += 1) {
      expect(feature.ratio()).toBeUndefined();
      feature.observe('a');
    }
    expect(feature.ratio()).toBe(0);
  });

  it('is nothing between like windows, never less, and the same both ways, in whatever order values come', () => {
    fc.assert(
      fc.property(shares, shares, (first, second) => {
        const [e, a] = [valuesOf(first), valuesOf(second)];
        const ratio = ratioOf(e, a) ?? -1;
        expect(ratioOf(e, e.toReversed())).toBe(0);
        expect(ratio).toBeGreaterThanOrEqual(0);
        expect(ratioOf(a, e)).toBeCloseTo(ratio, 10);
        expect(ratioOf(e.toReversed(), a.toReversed())).toBeCloseTo(ratio, 10);
        expect(ratio > 0).toBe(first.some((count, place) => count !== second[place]));
      }),
    );
  });

  it('holds the first values against the latest alone, whatever came in between', () => {
    fc.assert(
      fc.property(
        shares,
        shares,
        fc.array(fc.constantFrom(...bins), { maxLength: 2500 }),
        (e, a, between) => {
          const [first, latest] = [valuesOf(e), valuesOf(a)];
          expect(ratioOf(first, between, latest)).toBeCloseTo(ratioOf(first, latest) ?? -1, 10);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('the bin of a number', () => {
  it.each([
    [0, '1'],
    [1, '1'],
    [1.5, '2'],
    [2, '2'],
    [3, '+Inf'],
  ])('of %d is %s', (value, bin) => {
    expect(binOf(value, [1, 2])).toBe(bin);
  });
});
