import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDriverCounts, logOddsZ } from '#core/report/drivers';
import type { DriverCounts } from '#core/report/drivers';
import { createPhraseCounts } from '#core/report/phrase-counts';
import type { Side } from '#core/report/phrase-counts';

function addRows(counts: DriverCounts, side: Side, text: string, times: number): void {
  for (let i = 0; i < times; i += 1) counts.move(text, [{ start: 0, end: text.length }], null, side);
}

describe('weighted log-odds', () => {
  it('are as worked out by hand', () => {
    // A prior of 50 rows that hold it as often as all 200 do: 40 of 200, so 10 rows with it and 40 without.
    // ln(40 / 110) - ln(20 / 130) = 0.86020 over the root of 1/40 + 1/110 + 1/20 + 1/130 = 0.30296.
    expect(logOddsZ(30, 100, 10, 100)).toBeCloseTo(2.8393, 4);
    expect(logOddsZ(25, 100, 25, 100)).toBe(0);
  });

  it('turn round with the sides, grow with the count and stay finite', () => {
    const counts = fc
      .tuple(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 1, max: 50_000 }))
      .chain(([ownRows, otherRows]) =>
        fc.tuple(fc.nat(ownRows), fc.constant(ownRows), fc.nat(otherRows), fc.constant(otherRows)),
      );
    fc.assert(
      fc.property(counts, ([own, ownRows, other, otherRows]) => {
        const z = logOddsZ(own, ownRows, other, otherRows);
        expect(Number.isFinite(z)).toBe(true);
        expect(logOddsZ(other, otherRows, own, ownRows)).toBeCloseTo(-z, 9);
        if (own * otherRows > other * ownRows) expect(z).toBeGreaterThan(0);
      }),
    );
  });

  it('are not carried away by words that are rare', () => {
    expect(logOddsZ(3, 1_000, 0, 1_000)).toBeLessThan(1.96);
    expect(logOddsZ(200, 1_000, 100, 1_000)).toBeGreaterThan(logOddsZ(10, 1_000, 0, 1_000));
  });
});

describe('what each side says more often', () => {
  it('reads like what was said', () => {
    const counts = createDriverCounts();
    addRows(counts, 'negative', 'We had a cold breakfast again.', 40);
    addRows(counts, 'negative', 'Nobody at the desk.', 30);
    addRows(counts, 'negative', 'Bad, not good at all.', 60);
    addRows(counts, 'negative', 'The breakfast was late.', 8);
    addRows(counts, 'positive', 'A lovely view of Lake Como.', 50);
    addRows(counts, 'positive', 'The breakfast was great.', 30);
    addRows(counts, 'positive', 'Great, very good.', 60);
    const { negative, positive, of } = counts.drivers();
    expect(of).toEqual({ negative: 138, positive: 140 });
    const told = negative.map(({ phrase }) => phrase);
    expect(told.slice(0, 2)).toEqual(['cold breakfast', 'nobody at the desk']);
    expect(negative[0]).toMatchObject({ count: 40, otherCount: 0 });
    for (const left of ['cold', 'nobody', 'desk', 'not', 'breakfast', 'the']) {
      expect(told).not.toContain(left);
    }
    // What only says how it was found fills a short list up, after what says what was.
    // *Bad* stands in the same rows.
    expect(told.at(-1)).toBe('not good');
    expect(told).not.toContain('bad');
    expect(positive.map(({ phrase }) => phrase)).toContain('view of Lake Como');
    expect(negative.concat(positive).every(({ z }) => z > 1.96)).toBe(true);
  });

  it('says how things were found only where little else is to be said', () => {
    const counts = createDriverCounts();
    for (let word = 0; word < 13; word += 1) {
      addRows(counts, 'negative', `thus word${'x'.repeat(word)}`, 20);
    }
    addRows(counts, 'negative', 'Terrible.', 200);
    addRows(counts, 'positive', 'Great, I see.', 400);
    const { negative, positive } = counts.drivers();
    expect(negative.map(({ phrase }) => phrase)).not.toContain('terrible');
    expect(positive.map(({ phrase }) => phrase)).toEqual(['great']);
  });

  it('names one piece of a sentence that many wrote, not all of its pieces apart', () => {
    const counts = createDriverCounts();
    addRows(
      counts,
      'negative',
      'Nobody answered the telephone downstairs while water came through the ceiling.',
      30,
    );
    addRows(counts, 'negative', 'The lift was broken.', 20);
    addRows(counts, 'negative', 'The lift smelled of smoke.', 20);
    addRows(counts, 'positive', 'A quiet room.', 70);
    const told = counts.drivers().negative.map(({ phrase }) => phrase);
    const pieces = told.filter((phrase) => /telephone|downstairs|water|ceiling|nobody|answered/.test(phrase));
    expect(pieces).toHaveLength(1);
    expect(pieces[0]?.split(' ').length).toBeGreaterThan(2);
    expect(told.some((phrase) => phrase.includes('lift'))).toBe(true);
    expect(told.some((phrase) => phrase.includes('smoke'))).toBe(true);
  });

  it('tells pieces of a sentence among many thousands of texts, and after rows have changed sides', () => {
    const counts = createDriverCounts();
    const piece = (i: number) =>
      `Room ${i}: nobody answered the telephone while water came through the ceiling.`;
    for (let i = 0; i < 4_000; i += 1) addRows(counts, 'positive', `A quiet room, number ${i}.`, 1);
    for (let i = 0; i < 4_000; i += 1) addRows(counts, 'positive', piece(i), 1);
    for (let i = 0; i < 4_000; i += 1) {
      const text = piece(i);
      counts.move(text, [{ start: 0, end: text.length }], 'positive', 'negative');
    }
    const told = counts.drivers().negative.map(({ phrase }) => phrase);
    expect(told.filter((phrase) => /telephone|water|ceiling|nobody|answered/.test(phrase))).toHaveLength(1);
  });

  it('counts a phrase once a row', () => {
    const counts = createDriverCounts();
    addRows(counts, 'negative', 'Noise noise noise, and noise.', 12);
    addRows(counts, 'positive', 'A quiet room.', 12);
    expect(counts.drivers().negative.find(({ phrase }) => phrase === 'noise')?.count).toBe(12);
  });

  it('names twenty a side at most, and nothing where the sides say the same', () => {
    const counts = createDriverCounts();
    for (let word = 0; word < 60; word += 1) {
      addRows(counts, 'negative', `thus ${String.fromCharCode(97 + (word % 26))}word${'x'.repeat(word)}`, 20);
    }
    addRows(counts, 'positive', 'A quiet room.', 500);
    expect(counts.drivers().negative).toHaveLength(20);
    const same = createDriverCounts();
    for (const side of ['negative', 'positive'] as const) addRows(same, side, 'A quiet room.', 50);
    expect(same.drivers()).toMatchObject({ negative: [], positive: [] });
    expect(createDriverCounts().drivers()).toEqual({
      negative: [],
      positive: [],
      of: { negative: 0, positive: 0 },
    });
  });
});

describe('counts of phrases', () => {
  const additions = fc.array(
    fc.tuple(fc.nat(400), fc.constantFrom<Side>('negative', 'positive')).map(([value, side]) => {
      // The lower the number the more often it comes.
      return [`phrase ${Math.floor(value ** 2 / 400)}`, side] as const;
    }),
    { minLength: 200, maxLength: 2_000 },
  );

  function exactCounts(
    added: readonly (readonly [string, Side])[],
  ): Map<string, { negative: number; positive: number }> {
    const exact = new Map<string, { negative: number; positive: number }>();
    for (const [phrase, side] of added) {
      const count = exact.get(phrase) ?? { negative: 0, positive: 0 };
      count[side] += 1;
      exact.set(phrase, count);
    }
    return exact;
  }

  it('keep the frequent ones with their counts in as little room as they are given', () => {
    fc.assert(
      fc.property(additions, (added) => {
        const room = 60;
        const counts = createPhraseCounts(room);
        for (const [phrase, side] of added) counts.add(phrase, side);
        const kept = [...counts.entries()];
        expect(kept.length).toBeLessThanOrEqual(room);
        const exact = exactCounts(added);
        for (const { phrase, ...count } of kept) expect(count).toEqual(exact.get(phrase));
        const most = Math.max(...[...exact.values()].map(({ negative, positive }) => negative + positive));
        const leastKept = Math.min(...kept.map(({ negative, positive }) => negative + positive));
        const lost = [...exact].filter(([phrase]) => !kept.some((each) => each.phrase === phrase));
        // What is not kept by name is rarer than the rarest of what is.
        for (const [, { negative, positive }] of lost) {
          expect(negative + positive).toBeLessThanOrEqual(Math.max(leastKept, 1));
        }
        expect(kept.some(({ negative, positive }) => negative + positive === most)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('tell only of those that so many rows of one side hold, where they are asked so', () => {
    fc.assert(
      fc.property(additions, fc.integer({ min: 1, max: 6 }), (added, fewest) => {
        const counts = createPhraseCounts();
        for (const [phrase, side] of added) counts.add(phrase, side);
        const all = [...counts.entries()];
        const frequent = all.filter(({ negative, positive }) => Math.max(negative, positive) >= fewest);
        expect([...counts.entries(fewest)]).toEqual(frequent);
      }),
      { numRuns: 40 },
    );
  });

  it('of words that never end take no more room than some tens of thousands, and miss no frequent one', () => {
    const counts = createPhraseCounts();
    for (let row = 0; row < 100_000; row += 1) {
      counts.add(`seen once ${row}`, row % 2 === 0 ? 'negative' : 'positive');
      if (row % 400 === 0) counts.add('cold breakfast', 'negative');
    }
    const kept = [...counts.entries()];
    expect(kept.length).toBeLessThan(40_000);
    const { negative, positive } = kept.find(({ phrase }) => phrase === 'cold breakfast') ?? {};
    expect(positive).toBe(0);
    expect(negative).toBeGreaterThanOrEqual(250);
    // What shares both of its cells with it may be counted along.
    expect(negative).toBeLessThanOrEqual(252);
  });

  it('are right of the rest when some are taken away, whether kept by name or not', () => {
    fc.assert(
      fc.property(additions, fc.integer({ min: 2, max: 9 }), (added, step) => {
        const room = 60;
        const counts = createPhraseCounts(room);
        for (const [phrase, side] of added) counts.add(phrase, side);
        const gone = added.filter((_, place) => place % step === 0);
        for (const [phrase, side] of gone) counts.remove(phrase, side);
        // Those kept by their hashes come back with what is left of them.
        const again = gone.flatMap((row) => [row, row, row]);
        for (const [phrase, side] of again) counts.add(phrase, side);
        const exact = exactCounts([...added.filter((_, place) => place % step !== 0), ...again]);
        for (const { phrase, ...count } of counts.entries()) expect(count).toEqual(exact.get(phrase));
      }),
      { numRuns: 40 },
    );
  });
});
