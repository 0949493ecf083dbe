/** Choosing the temperature and the thresholds, on answers whose truth is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tones } from '#core/contracts/analysis';
import { calibrate } from '#core/score/verdict';
import {
  fitTemperature,
  lowestThreshold,
  negativeLogLikelihood,
  type LabelledLogits,
} from '../../models/training/thresholds.ts';

/** Labels in the proportions that logits at a temperature stand for. */
function labelledAt(temperature: number): LabelledLogits[] {
  return Array.from({ length: 40 }, (_, i): [number, number, number] => [
    (i % 7) - 3,
    (i % 5) - 2,
    (i % 3) - 1,
  ]).flatMap((logits) => {
    const probabilities = calibrate(logits, temperature);
    return tones.flatMap((gold) =>
      Array.from({ length: Math.round(probabilities[gold] * 200) }, () => ({ logits, gold, classes: tones })),
    );
  });
}

describe('the temperature', () => {
  it.each([0.6, 1, 1.8])('is found again when labels follow it: %d', (temperature) => {
    expect(fitTemperature(labelledAt(temperature))).toBeCloseTo(temperature, 1);
  });

  it('is never worse than leaving the logits as they are', () => {
    const rows = labelledAt(2.5);
    expect(negativeLogLikelihood(rows, fitTemperature(rows))).toBeLessThanOrEqual(
      negativeLogLikelihood(rows, 1),
    );
  });
});

describe('a threshold', () => {
  const answers = fc.array(
    fc.record({ confidence: fc.double({ min: 0.34, max: 1, noNaN: true }), right: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 300,
    },
  );

  it('leaves answers of which enough are right', () => {
    fc.assert(
      fc.property(answers, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (rows, target) => {
        const threshold = lowestThreshold(rows, target);
        const kept = rows.filter(({ confidence }) => confidence >= threshold);
        const right = kept.filter((answer) => answer.right).length;
        return threshold === 1 || right / kept.length >= target;
      }),
      { numRuns: 2000 },
    );
  });

  it('is 1 when no answers are right often enough', () => {
    expect(
      lowestThreshold(
        Array.from({ length: 50 }, () => ({ confidence: 0.9, right: false })),
        0.9,
      ),
    ).toBe(1);
  });

  it('is as low as it may be', () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ confidence: 1 - i / 200, right: i < 60 }));
    // 60 of the first 66 are right: 0.909; of 67: 0.896.
    expect(lowestThreshold(rows, 0.9)).toBeCloseTo(1 - 65 / 200, 12);
  });
});
