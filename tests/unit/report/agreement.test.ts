import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictLabels } from '#core/contracts/analysis';
import type { VerdictLabel } from '#core/contracts/analysis';
import { agreement, correctedShares, personLabels } from '#core/report/agreement';
import type { LabelPair, PersonLabel } from '#core/report/agreement';
import { byLabel, totalOf } from '#core/report/by-label';

const pair = fc.record({
  model: fc.constantFrom(...verdictLabels),
  person: fc.constantFrom(...personLabels),
});
const counts = fc.record({
  negative: fc.nat(5_000),
  neutral: fc.nat(5_000),
  positive: fc.nat(5_000),
  mixed: fc.nat(500),
  unsure: fc.nat(500),
});

/** As many pairs of each kind as the table says: a row for each label of the model. */
function pairsOf(table: readonly (readonly [VerdictLabel, PersonLabel, number])[]): LabelPair[] {
  return table.flatMap(([model, person, times]) => Array.from({ length: times }, () => ({ model, person })));
}

/** Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, table 18.1, with our names. */
const fleiss = pairsOf([
  ['negative', 'negative', 75],
  ['negative', 'neutral', 1],
  ['negative', 'positive', 4],
  ['neutral', 'negative', 5],
  ['neutral', 'neutral', 4],
  ['neutral', 'positive', 1],
  ['positive', 'positive', 10],
]);

describe('agreement', () => {
  it('is what the textbook says', () => {
    const { percent, kappa } = agreement(fleiss);
    expect(percent.share).toBeCloseTo(0.89, 10);
    expect(kappa?.kappa).toBeCloseTo(0.676, 3);
    // Its standard error is given as 0.087, its interval as 0.51 to 0.85.
    expect(((kappa?.high ?? 0) - (kappa?.low ?? 0)) / 2 / 1.96).toBeCloseTo(0.087, 2);
    expect(kappa?.low).toBeCloseTo(0.505, 1);
    expect(kappa?.high).toBeCloseTo(0.848, 1);
  });

  it('has the interval that resampling the pairs gives', () => {
    let state = 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const kappas = Array.from({ length: 300 }, () => {
      const sample = fleiss.flatMap(() => fleiss[Math.floor(random() * fleiss.length)] ?? []);
      return agreement(sample).kappa?.kappa ?? 0;
    }).toSorted((a, b) => a - b);
    const { kappa } = agreement(fleiss);
    expect(kappas[Math.floor(0.025 * kappas.length)]).toBeCloseTo(kappa?.low ?? 0, 1);
    expect(kappas[Math.floor(0.975 * kappas.length)]).toBeCloseTo(kappa?.high ?? 0, 1);
  });

  it.each([
    ['two tones, kappa 0.64', [0.05, 0.02, 0.03, 0.9], 0.64],
    ['two tones, kappa 0.39', [0.03, 0.04, 0.04, 0.89], 0.39],
    ['two tones, kappa 0.91', [0.085, 0.01, 0.005, 0.9], 0.91],
    ['even tones', [0.45, 0.05, 0.05, 0.45], 0.8],
  ])('has the truth in its interval as often as it says, in samples of fifty: %s', (_, shares, truth) => {
    let state = 11;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const tones = ['negative', 'positive'] as const;
    const cells = tones.flatMap((model) => tones.map((person) => ({ model, person })));
    const draw = (): LabelPair => {
      let left = random();
      const found = cells.find((_cell, i) => (left -= shares[i] ?? 0) <= 0);
      return found ?? { model: 'positive', person: 'positive' };
    };
    const trials = 300;
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const { kappa } = agreement(Array.from({ length: 50 }, draw));
      if (kappa !== null && kappa.low <= truth && truth <= kappa.high) held += 1;
    }
    // With the large-sample interval 54 to 80 of a hundred where 90 % are positive.
    expect(held / trials).toBeGreaterThan(0.915);
    expect(held / trials).toBeLessThan(0.99);
  });

  it('tells the same of the same pairs every time, and is not sure where all agree', () => {
    const pairs = pairsOf([
      ['negative', 'negative', 3],
      ['positive', 'positive', 27],
    ]);
    const { kappa } = agreement(pairs);
    expect(agreement(pairs).kappa).toEqual(kappa);
    expect(kappa).toMatchObject({ kappa: 1, high: 1 });
    expect(kappa?.low).toBeGreaterThan(0.3);
    expect(kappa?.low).toBeLessThan(0.9);
  });

  it('does not hold it against the model that it said it was unsure', () => {
    const unsure = pairsOf([['unsure', 'positive', 7]]);
    expect(agreement([...fleiss, ...unsure])).toEqual({ ...agreement(fleiss), unsure: 7 });
  });

  it('has no kappa where chance alone would agree always', () => {
    expect(agreement(pairsOf([['positive', 'positive', 9]]))).toMatchObject({
      percent: { count: 9, of: 9, share: 1, high: 1 },
      kappa: null,
    });
    expect(agreement([])).toEqual({
      percent: { count: 0, of: 0, share: 0, low: 0, high: 1 },
      kappa: null,
      unsure: 0,
    });
  });

  it('stays within its bounds, and does not care which of the two is which', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
        const { percent, kappa, unsure } = agreement(pairs);
        expect(percent.of + unsure).toBe(pairs.length);
        if (kappa === null) return;
        expect(kappa.low).toBeLessThanOrEqual(kappa.kappa);
        expect(kappa.high).toBeGreaterThanOrEqual(kappa.kappa);
        const turned = pairs.flatMap(({ model, person }) =>
          model === 'unsure' ? [] : [{ model: person, person: model }],
        );
        const other = agreement(turned).kappa;
        expect(other?.kappa).toBeCloseTo(kappa.kappa, 10);
        expect(Math.abs((other?.low ?? NaN) - kappa.low)).toBeLessThan(0.1);
      }),
    );
  });
});

describe('shares corrected by a blind check', () => {
  it('move rows to where people put them', () => {
    const pairs = pairsOf([
      ['negative', 'negative', 8],
      ['negative', 'neutral', 2],
      ['positive', 'positive', 10],
      ['unsure', 'mixed', 3],
      ['unsure', 'negative', 1],
    ]);
    const rows = { negative: 500, neutral: 0, positive: 400, mixed: 0, unsure: 100 };
    const corrected = correctedShares(pairs, rows);
    expect(corrected).toMatchObject({ checked: 24, unseen: [] });
    expect(corrected?.shares.negative.share).toBeCloseTo(0.5 * 0.8 + 0.1 * 0.25, 10);
    expect(corrected?.shares.neutral.share).toBeCloseTo(0.5 * 0.2, 10);
    expect(corrected?.shares.positive.share).toBeCloseTo(0.4, 10);
    expect(corrected?.shares.mixed.share).toBeCloseTo(0.1 * 0.75, 10);
  });

  it('leave a label that was not checked as the model has it, and say so', () => {
    const pairs = pairsOf([['negative', 'negative', 4]]);
    const corrected = correctedShares(pairs, {
      negative: 60,
      neutral: 0,
      positive: 30,
      mixed: 0,
      unsure: 10,
    });
    expect(corrected?.unseen).toEqual(['positive', 'unsure']);
    expect(corrected?.shares.positive.share).toBeCloseTo(0.3, 10);
    expect(corrected?.shares.negative.share).toBeCloseTo(0.7, 10);
    // Four rows prove little: nobody looked at four rows in ten.
    expect(corrected?.shares.negative.low).toBeLessThan(0.5);
  });

  it('add up, and keep their intervals around them', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 80 }), counts, (pairs, rows) => {
        const corrected = correctedShares(pairs, rows);
        if (corrected === null) {
          expect(totalOf(rows)).toBe(0);
          return;
        }
        const shares = Object.values(corrected.shares);
        expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
        for (const { share, low, high } of shares) {
          expect(0 <= low && low <= share + 1e-12 && share - 1e-12 <= high && high <= 1).toBe(true);
        }
      }),
    );
  });

  it('have the truth in their interval about as often as they say, in samples of fifty', () => {
    let state = 7;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const truth: Record<VerdictLabel, readonly (readonly [PersonLabel, number])[]> = {
      negative: [
        ['negative', 0.8],
        ['neutral', 0.1],
        ['mixed', 0.1],
      ],
      neutral: [
        ['neutral', 0.7],
        ['negative', 0.2],
        ['positive', 0.1],
      ],
      positive: [
        ['positive', 0.9],
        ['neutral', 0.1],
      ],
      mixed: [
        ['mixed', 0.6],
        ['negative', 0.4],
      ],
      unsure: [
        ['neutral', 0.5],
        ['mixed', 0.3],
        ['positive', 0.2],
      ],
    };
    const rows = { negative: 300, neutral: 150, positive: 450, mixed: 40, unsure: 60 };
    const pick = <T>(choices: readonly (readonly [T, number])[]): T => {
      let left = random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      const found = choices.find(([, weight]) => (left -= weight) <= 0) ?? choices[0];
      if (found === undefined) throw new Error('nothing to pick from');
      return found[0];
    };
    const labels = verdictLabels.map((label) => [label, rows[label]] as const);
    const shareOfNegative = (0.8 * 300 + 0.2 * 150 + 0.4 * 40) / 1_000;
    const shareOfMixed = (0.1 * 300 + 0.6 * 40 + 0.3 * 60) / 1_000;
    const trials = 1_000;
    const held = { negative: 0, mixed: 0 };
    for (let trial = 0; trial < trials; trial += 1) {
      const pairs = Array.from({ length: 50 }, () => {
        const model = pick(labels);
        return { model, person: pick(truth[model]) };
      });
      const shares = correctedShares(pairs, rows)?.shares;
      if (shares === undefined) throw new Error('nothing was corrected');
      if (shares.negative.low <= shareOfNegative && shareOfNegative <= shares.negative.high)
        held.negative += 1;
      if (shares.mixed.low <= shareOfMixed && shareOfMixed <= shares.mixed.high) held.mixed += 1;
    }
    expect(held.negative / trials).toBeGreaterThan(0.93);
    expect(held.mixed / trials).toBeGreaterThan(0.93);
  });

  it('are none without a check or without rows', () => {
    expect(
      correctedShares(
        [],
        byLabel(() => 5),
      ),
    ).toBeNull();
    expect(
      correctedShares(
        [{ model: 'negative', person: 'negative' }],
        byLabel(() => 0),
      ),
    ).toBeNull();
  });
});
