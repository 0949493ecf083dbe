import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tones } from '#core/contracts/analysis';
import type { Probabilities } from '#core/contracts/analysis';
import { defaultReportSettings } from '#core/contracts/run';
import { drawGroups } from '#core/report/drawings/groups';
import { drawShares } from '#core/report/drawings/shares';
import { toldBy } from '#core/report/of-three';
import { createSummaryCounts } from '#core/report/summary';
import type { ReportRow } from '#core/report/summary';
import { wilsonInterval } from '#core/report/wilson';
import { rowOf } from './report-rows.ts';

const roles = { date: null, group: 1, rating: null };

const probabilities: fc.Arbitrary<Probabilities> = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([one, other]) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    return { negative: low, neutral: high - low, positive: 1 - high };
  });

function readAs(given: Probabilities, group: string | null): ReportRow {
  const row = rowOf('cold', 'unsure', { group });
  if (row.result.kind !== 'read') return row;
  return { ...row, result: { kind: 'read', reading: { ...row.result.reading, probabilities: given } } };
}

const rowsArbitrary = fc.array(
  fc
    .tuple(probabilities, fc.constantFrom('north', 'south', null))
    .map(([given, group]) => ({ given, group })),
  { minLength: 1, maxLength: 60 },
);

function summaryOf(rows: readonly ReportRow[], unsureBelow: number | null = null) {
  const counts = createSummaryCounts({ roles, settings: { ...defaultReportSettings, unsureBelow } });
  for (const row of rows) counts.add(row);
  return counts.summary();
}

describe('how rows would divide between three', () => {
  it('is the mean of their probabilities, of all and of each group, in any order and by any line', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.constantFrom(null, 0.4, 0.9), (read, unsureBelow) => {
        const rows = read.map(({ given, group }) => readAs(given, group));
        const empty: ReportRow = { ...rowOf('', 'neutral', { group: 'north' }), result: { kind: 'empty' } };
        const summary = summaryOf([empty, ...rows], unsureBelow);
        expect(summary.ofThree).toEqual(summaryOf(rows.toReversed()).ofThree);
        const held = [
          { told: summary.ofThree, members: read },
          ...(summary.groups?.groups ?? []).map(({ name, ofThree }) => ({
            told: ofThree,
            members: read.filter(({ group }) => group === name),
          })),
        ];
        for (const { told, members } of held) {
          expect(told?.rows).toBe(members.length);
          for (const tone of tones) {
            const mean = members.reduce((sum, { given }) => sum + given[tone], 0) / members.length;
            expect(told?.shares[tone].share).toBeCloseTo(mean, 5);
            const { low, high } = wilsonInterval(mean, members.length);
            expect(told?.shares[tone].low).toBeCloseTo(low, 4);
            expect(told?.shares[tone].high).toBeCloseTo(high, 4);
          }
        }
      }),
    );
  });

  it('has an interval in which the shares of people’s labels lie about as often as it says, or more', () => {
    // Rows of two kinds, labelled as likely as the model has it.
    const kinds: Probabilities[] = [
      { negative: 0.9, neutral: 0.05, positive: 0.05 },
      { negative: 0.15, neutral: 0.35, positive: 0.5 },
    ];
    let state = 7;
    const random = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const draws = 400;
    let within = 0;
    for (let draw = 0; draw < draws; draw += 1) {
      const drawn = Array.from(
        { length: 120 },
        () => kinds[random() < 0.3 ? 0 : 1] ?? { negative: 0, neutral: 0, positive: 1 },
      );
      const labelled = drawn.filter(({ negative }) => random() < negative).length / drawn.length;
      const told = summaryOf(drawn.map((given) => readAs(given, null))).ofThree?.shares.negative;
      if (told !== undefined && told.low <= labelled && labelled <= told.high) within += 1;
    }
    expect(within / draws).toBeGreaterThanOrEqual(0.95);
  });

  it('stands beside the shares and below each group of ten rows, and not where nobody held them against labels', () => {
    const given = { negative: 0.324, neutral: 0.253, positive: 0.423 };
    const summary = summaryOf([
      ...Array.from({ length: 10 }, () => readAs(given, 'north')),
      readAs(given, 'south'),
    ]);
    const shares = drawShares(summary, 592);
    expect(shares.notes).toEqual([
      'If every row had to be one of three: about 33\u00A0% negative, 25\u00A0% neutral, 42\u00A0% positive.',
    ]);
    expect(shares.table.rows.map(({ cells }) => cells.at(3))).toEqual([
      expect.stringMatching(/^33\s%\n13–61\s%$/),
      expect.stringMatching(/^25\s%\n/),
      expect.stringMatching(/^42\s%\n/),
      '–',
      '–',
    ]);
    const drawn = summary.groups === null ? null : drawGroups(summary.groups, 'Hotel', 592);
    const below = drawn?.marks.filter((mark) => mark.kind === 'text' && mark.text.includes('neutral,'));
    expect(below).toHaveLength(1);
    expect(drawn?.table.columns).toContain('Negative, if one of three');

    const brought = toldBy(summary, [{ calibrated: false }]);
    expect(drawShares(brought, 592).notes).toEqual([]);
    expect(brought.groups?.groups.every((group) => !('ofThree' in group))).toBe(true);
    expect(toldBy(summary, [{}])).toBe(summary);
  });
});
