import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tones } from '#core/contracts/analysis';
import type { Tone } from '#core/contracts/analysis';
import { guessTones, toTones } from '#core/own/label-tones';

describe('labels that say what they mean', () => {
  it.each([
    [
      ['NEGATIVE', 'POSITIVE'],
      ['negative', 'positive'],
    ],
    [
      ['neg', 'neu', 'pos'],
      ['negative', 'neutral', 'positive'],
    ],
    [
      ['Very Negative', 'very_positive'],
      ['negative', 'positive'],
    ],
    [
      ['1 star', '2 stars', '3 stars', '4 stars', '5 stars'],
      ['negative', 'negative', 'neutral', 'positive', 'positive'],
    ],
  ])('%o', (labels, expected) => {
    expect(guessTones(labels)).toEqual(expected);
  });

  it.each([
    [['LABEL_0', 'LABEL_1']],
    [['joy', 'anger']],
    [['1 star', '5 stars']],
    [['not negative', 'toxic']],
  ])('and those that do not: %o', (labels) => {
    expect(guessTones(labels)).toEqual(labels.map(() => null));
  });
});

/** Probabilities of labels that add up to 1, and a tone for each, at least one of them not null. */
const mapped = fc
  .array(
    fc.record({
      weight: fc.double({ min: 0, max: 1, noNaN: true }),
      tone: fc.constantFrom<(Tone | null)[]>(...tones, null),
    }),
    { minLength: 2, maxLength: 30 },
  )
  .filter((labels) => labels.some(({ tone }) => tone !== null) && labels.some(({ weight }) => weight > 1e-6))
  .map((labels) => {
    const sum = labels.reduce((total, { weight }) => total + weight, 0);
    return { probabilities: labels.map(({ weight }) => weight / sum), tones: labels.map(({ tone }) => tone) };
  });

describe('probabilities of tones', () => {
  it('make nothing up', () => {
    fc.assert(
      fc.property(mapped, ({ probabilities, tones: labelTones }) => {
        const toned = toTones(probabilities, labelTones);
        const sumOf = (wanted: Tone | null) =>
          probabilities.reduce((sum, value, index) => (labelTones[index] === wanted ? sum + value : sum), 0);
        expect(tones.reduce((sum, tone) => sum + toned.probabilities[tone], 0)).toBeCloseTo(1, 9);
        expect(toned.share).toBeCloseTo(1 - sumOf(null), 9);
        for (const tone of tones) {
          // With its share, a tone has exactly what its labels have.
          expect(toned.probabilities[tone] * toned.share).toBeCloseTo(sumOf(tone), 9);
          if (!labelTones.includes(tone)) expect(toned.probabilities[tone]).toBe(0);
        }
      }),
    );
  });

  it('of a model that knows two tones leave nothing to the third', () => {
    expect(toTones([0.3, 0.7], ['negative', 'positive']).probabilities).toEqual({
      negative: 0.3,
      neutral: 0,
      positive: 0.7,
    });
  });

  it('are even where all is left out', () => {
    expect(toTones([1, 0, 0], [null, 'negative', 'positive'])).toEqual({
      probabilities: { negative: 0.5, neutral: 0, positive: 0.5 },
      share: 0,
    });
  });
});
