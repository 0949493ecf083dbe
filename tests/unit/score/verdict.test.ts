import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Probabilities, Tone } from '#core/contracts/analysis';
import { likeliest } from '#core/score/likeliest';
import { calibrate, decide, read, reviewReasons, type Logits, type Verdict } from '#core/score/verdict';

const anyLogit = fc.double({ noNaN: true, noDefaultInfinity: true });
const usualLogit = fc.double({ noNaN: true, min: -20, max: 20 });
const temperatures = fc.double({ noNaN: true, min: 0.05, max: 20 });
const runs = { numRuns: 2_000 };

const thresholds = { answer: 0.7, review: 0.85 };
const probabilitiesOf = (negative: number, neutral: number, positive: number): Probabilities => ({
  negative,
  neutral,
  positive,
});

describe('calibrated probabilities', () => {
  it('add up to one, however extreme the logits', () => {
    fc.assert(
      fc.property(anyLogit, anyLogit, anyLogit, temperatures, (negative, neutral, positive, temperature) => {
        const values = Object.values(calibrate([negative, neutral, positive], temperature));
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      }),
      runs,
    );
  });

  it('are the softmax of the logits at temperature 1', () => {
    fc.assert(
      fc.property(usualLogit, usualLogit, usualLogit, (negative, neutral, positive) => {
        const sum = Math.exp(negative) + Math.exp(neutral) + Math.exp(positive);
        const probabilities = calibrate([negative, neutral, positive], 1);
        expect(probabilities.negative).toBeCloseTo(Math.exp(negative) / sum, 12);
        expect(probabilities.neutral).toBeCloseTo(Math.exp(neutral) / sum, 12);
        expect(probabilities.positive).toBeCloseTo(Math.exp(positive) / sum, 12);
      }),
      runs,
    );
  });

  it('keep their order at every temperature, and come closer to each other with a higher one', () => {
    fc.assert(
      fc.property(
        usualLogit,
        usualLogit,
        usualLogit,
        temperatures,
        (negative, neutral, positive, temperature) => {
          const logits: Logits = [negative, neutral, positive];
          const one = calibrate(logits, temperature);
          const hotter = calibrate(logits, temperature * 2);
          expect(one.negative > one.positive ? negative > positive : true).toBe(true);
          expect(one.neutral > one.positive ? neutral > positive : true).toBe(true);
          expect(one.negative > one.neutral ? negative > neutral : true).toBe(true);
          expect(hotter[likeliest(hotter)]).toBeLessThanOrEqual(one[likeliest(one)] + 1e-12);
        },
      ),
      runs,
    );
  });
});

describe('one reading', () => {
  it.each<[Probabilities, Tone | 'unsure', number]>([
    [probabilitiesOf(0.8, 0.1, 0.1), 'negative', 0.8],
    [probabilitiesOf(0.1, 0.8, 0.1), 'neutral', 0.8],
    [probabilitiesOf(0.1, 0.1, 0.8), 'positive', 0.8],
    [probabilitiesOf(0.3, 0, 0.7), 'positive', 0.7],
    [probabilitiesOf(0.31, 0, 0.69), 'unsure', 0.69],
  ])('%o is %s', (probabilities, label, confidence) => {
    expect(read(probabilities, thresholds)).toEqual({ label, confidence });
  });

  it('prefers the first of equals', () => {
    expect(likeliest(probabilitiesOf(0.4, 0.2, 0.4))).toBe('negative');
    expect(likeliest(probabilitiesOf(0.2, 0.4, 0.4))).toBe('neutral');
  });
});

const verdict = (label: Verdict['label'], confidence: number): Verdict => ({ label, confidence });

describe('the verdict', () => {
  const whole = { label: 'negative', confidence: 0.9 } as const;

  it('is mixed when one part is positive and one negative, with the confidence of the lesser', () => {
    expect(decide(whole, [verdict('positive', 0.8), verdict('negative', 0.95)])).toEqual(
      verdict('mixed', 0.8),
    );
    expect(decide(whole, [verdict('positive', 0.99), verdict('negative', 0.75)])).toEqual(
      verdict('mixed', 0.75),
    );
  });

  it('takes the surest part of each tone', () => {
    const parts = [
      verdict('positive', 0.71),
      verdict('negative', 0.72),
      verdict('positive', 0.9),
      verdict('negative', 0.8),
    ];
    expect(decide(whole, parts)).toEqual(verdict('mixed', 0.8));
  });

  it('is mixed even when the whole is unsure', () => {
    const unsure = { label: 'unsure', confidence: 0.4 } as const;
    expect(decide(unsure, [verdict('positive', 0.8), verdict('negative', 0.9)]).label).toBe('mixed');
  });

  it.each<[string, Verdict[]]>([
    ['there are no parts', []],
    ['no part is negative', [verdict('positive', 0.9), verdict('neutral', 0.9)]],
    ['no part is positive', [verdict('negative', 0.9), verdict('neutral', 0.9)]],
    ['the other part is unsure', [verdict('positive', 0.9), verdict('unsure', 0.6)]],
  ])('is that of the whole when %s', (_, parts) => {
    expect(decide(whole, parts)).toEqual(whole);
  });
});

describe('reasons to look again', () => {
  it.each<[Verdict, boolean, string[]]>([
    [verdict('positive', 0.9), true, []],
    [verdict('positive', 0.85), true, []],
    [verdict('positive', 0.84), true, ['doubtful']],
    [verdict('unsure', 0.6), true, ['unsure']],
    [verdict('mixed', 0.95), true, ['mixed']],
    [verdict('neutral', 0.95), false, ['language']],
    [verdict('neutral', 0.75), false, ['doubtful', 'language']],
    [verdict('unsure', 0.3), false, ['unsure', 'language']],
  ])('%o, language supported: %s', (given, languageSupported, reasons) => {
    expect(reviewReasons(given, thresholds, languageSupported)).toEqual(reasons);
  });
});
