/** Summaries of every kind: of nothing, of one row, of many; with names that nobody would expect. */
import fc from 'fast-check';
import type { CountsByLabel, LabelShares, Summary, ToneShares } from '#core/contracts/report';
import { noCounts } from '#core/contracts/run';
import { labelShares, noneByLabel, totalOf } from '#core/report/by-label';
import { toneShares } from '#core/report/of-three';

const count = fc.oneof(fc.constant(0), fc.nat(12), fc.nat(100_000));
export const countsArbitrary: fc.Arbitrary<CountsByLabel> = fc.record({
  negative: count,
  neutral: count,
  positive: count,
  mixed: count,
  unsure: count,
});

const sharesArbitrary: fc.Arbitrary<LabelShares> = countsArbitrary.map(labelShares);

/** Of rows that lean as little or as far as one likes. */
const ofThreeArbitrary: fc.Arbitrary<ToneShares> = fc
  .record({
    rows: count,
    negative: fc.double({ min: 0, max: 1, noNaN: true }),
    rest: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ rows, negative, rest }) => {
    const positive = (1 - negative) * rest;
    const sumOf = (share: number): number => Math.round(share * rows * 1_000_000);
    return toneShares({
      rows,
      negative: sumOf(negative),
      neutral: sumOf(1 - negative - positive),
      positive: sumOf(positive),
    });
  });

/** Short and long ones, of other scripts, with markup and with characters that cannot be written down. */
export const hostileNames = [
  '',
  '<script>alert(1)</script>',
  '"onload="x',
  ']]>&amp;',
  'a\u0000b\uFFFEc\uD800',
  '\u202Eevil\u202C',
  'two\nlines\tand tabs',
  '日本語のとても長い名前のグループです',
  '👩‍👩‍👧‍👦'.repeat(10),
  'W'.repeat(200),
];
export const nameArbitrary = fc.oneof(
  fc.constantFrom(...hostileNames),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('Porto', 'March'),
);

const trendArbitrary = fc
  .record({
    unit: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
    start: fc.integer({ min: 0, max: 20_000 }),
    gaps: fc.array(fc.record({ days: fc.integer({ min: 1, max: 900 }), shares: sharesArbitrary }), {
      maxLength: 80,
    }),
    undated: fc.nat(20),
  })
  .map(({ unit, start, gaps, undated }): NonNullable<Summary['trend']> => {
    let day = start;
    const points = gaps
      .filter(({ shares }) => shares.rows > 0)
      .map(({ days, shares }) => {
        day += days;
        return { from: new Date(day * 86_400_000).toISOString().slice(0, 10), ...shares };
      });
    return { unit, points, undated };
  });

const groupsArbitrary: fc.Arbitrary<NonNullable<Summary['groups']>> = fc.record({
  groups: fc.uniqueArray(
    fc
      .tuple(nameArbitrary, sharesArbitrary, fc.option(ofThreeArbitrary))
      .map(([name, shares, ofThree]) => ({ name, ...shares, ...(ofThree === null ? {} : { ofThree }) })),
    { maxLength: 20, selector: ({ name }) => name },
  ),
  others: fc.record({ groups: fc.nat(3), rows: fc.nat(500) }),
});

const ratingsArbitrary: fc.Arbitrary<NonNullable<Summary['ratings']>> = fc
  .record({ shares: fc.array(sharesArbitrary, { maxLength: 10 }), high: fc.nat(99), low: fc.nat(99) })
  .map(({ shares, high, low }) => ({
    lowest: 1,
    highest: 5,
    byRating: shares.map((each, index) => ({ rating: index + 1, ...each })),
    highReadsNegative: { from: 4, to: 5, count: high },
    lowReadsPositive: { from: 1, to: 2, count: low },
    unrated: low,
  }));

const driverArbitrary = fc.array(
  fc.record({ phrase: nameArbitrary, count: fc.nat(2_000_000), otherCount: fc.nat(999), z: fc.constant(3) }),
  { maxLength: 20 },
);

const binsArbitrary = (bins: number, from: number, to: number) =>
  fc.array(count, { minLength: bins, maxLength: bins }).map((counts) =>
    counts.map((each, bin) => ({
      from: from + (bin * (to - from)) / bins,
      to: from + ((bin + 1) * (to - from)) / bins,
      count: each,
    })),
  );

/** All of one label, or some of each. */
const scoresArbitrary = fc.array(countsArbitrary, { minLength: 20, maxLength: 20 }).map((bins) =>
  bins.map((byLabel, bin) => ({
    from: (bin - 10) / 10,
    to: (bin - 9) / 10,
    count: totalOf(byLabel),
    byLabel,
  })),
);

export const summaryArbitrary: fc.Arbitrary<Summary> = fc
  .record({
    byLabel: countsArbitrary,
    ofThree: fc.option(ofThreeArbitrary),
    scores: scoresArbitrary,
    confidences: binsArbitrary(100, 0, 1),
    trend: fc.option(trendArbitrary),
    groups: fc.option(groupsArbitrary),
    ratings: fc.option(ratingsArbitrary),
    negative: driverArbitrary,
    positive: driverArbitrary,
    themes: fc.uniqueArray(fc.tuple(nameArbitrary, sharesArbitrary), {
      maxLength: 6,
      selector: ([name]) => name,
    }),
  })
  .map(({ byLabel, ofThree, confidences, negative, positive, themes, ...rest }) => {
    const all = labelShares(byLabel);
    return {
      ...rest,
      ...(ofThree === null ? {} : { ofThree }),
      counts: { ...noCounts(), rows: all.rows, read: all.rows, byLabel },
      all,
      confidences: confidences.map((bin) => ({
        ...bin,
        answers: bin.count,
        sum: bin.count * ((bin.from + bin.to) / 2),
      })),
      drivers: { negative, positive, of: { negative: byLabel.negative, positive: byLabel.positive } },
      themes: themes.map(([name, shares]) => ({ name, parts: shares.rows, ...shares })),
    };
  });

/** A run of which nothing has been read, and one of a single row. */
export const emptySummary: Summary = {
  counts: noCounts(),
  all: labelShares(noCounts().byLabel),
  scores: [],
  confidences: [],
  trend: { unit: 'month', points: [], undated: 0 },
  groups: { groups: [], others: { groups: 0, rows: 0 } },
  ratings: null,
  drivers: { negative: [], positive: [], of: { negative: 0, positive: 0 } },
  themes: [],
};

const one = labelShares({ negative: 1, neutral: 0, positive: 0, mixed: 0, unsure: 0 });
export const singleRow: Summary = {
  ...emptySummary,
  counts: { ...noCounts(), rows: 1, read: 1, byLabel: { ...noCounts().byLabel, negative: 1 } },
  all: one,
  scores: [{ from: -1, to: 1, count: 1, byLabel: { ...noneByLabel(), negative: 1 } }],
  confidences: [{ from: 0.9, to: 1, count: 1, answers: 1, sum: 0.95 }],
  trend: { unit: 'month', points: [{ from: '2024-03-01', ...one }], undated: 0 },
  groups: { groups: [{ name: 'Porto', ...one }], others: { groups: 0, rows: 0 } },
};
