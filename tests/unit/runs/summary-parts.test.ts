import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Summary } from '#core/contracts/report';
import { trendUnits } from '#core/contracts/run';
import type { ReportSettings } from '#core/contracts/run';
import { createSummaryCounts } from '#core/report/summary';
import type { ReportRow } from '#core/report/summary';
import { createSummaryParts } from '../../../workers/table/summary-parts.ts';
import type { SummaryParts } from '../../../workers/table/summary-parts.ts';
import { reportRows } from '../report/report-rows.ts';

const roles = { date: 1, group: 2, rating: 3 };
const slabRows = 4;

const settings: fc.Arbitrary<ReportSettings> = fc.record({
  // Each of the fixture's confidences lies between two of these.
  unsureBelow: fc.constantFrom(null, 0.3, 0.37, 0.6, 0.95),
  themes: fc.constantFrom([], [{ name: 'Food', words: ['breakfast'] }], [{ name: 'Desk', words: ['desk'] }]),
  trendUnit: fc.option(fc.constantFrom(...trendUnits)),
});

/** A question: with these settings, when so many slabs are there, and given up after so many portions of two. */
const question = fc.record({ settings, slabs: fc.nat(20), portions: fc.option(fc.nat(5)) });

function fresh(rows: readonly ReportRow[], asked: ReportSettings): Summary {
  const counts = createSummaryCounts({ roles, settings: asked });
  for (const row of rows) counts.add(row);
  return counts.summary();
}

function placed(rows: readonly ReportRow[], from: number, to: number) {
  return rows
    .slice(from * slabRows, to * slabRows)
    .map((row, place) => ({ ...row, row: from * slabRows + place }));
}

function partsOf(rows: readonly ReportRow[], slabs: number): SummaryParts {
  return createSummaryParts({
    roles,
    rows: rows.length,
    firstRows: Uint32Array.from({ length: slabs }, (_, slab) => slab * slabRows),
    cellsOf: (row) => rows[row] ?? { group: null, date: null, rating: null },
  });
}

/** Null where it was given up. */
function ask(
  parts: SummaryParts,
  rows: readonly ReportRow[],
  asked: ReportSettings,
  end: number,
  portions: number,
): Summary | null {
  const counting = parts.countingFor(asked, end);
  let left = portions;
  for (let from = counting.firstSlab; from < end; from += 2) {
    if (left === 0) return null;
    left -= 1;
    const to = Math.min(end, from + 2);
    counting.add(placed(rows, from, to), to);
  }
  return counting.summary();
}

describe('the parts of a summary', () => {
  it('are what counting all rows anew gives, whatever was asked before and given up on the way', () => {
    fc.assert(
      fc.property(reportRows, fc.array(question, { maxLength: 8 }), (rows, questions) => {
        const slabs = Math.ceil(rows.length / slabRows);
        const parts = partsOf(rows, slabs);
        let end = 0;
        for (const { settings: asked, slabs: there, portions } of questions) {
          end = Math.min(slabs, Math.max(end, there));
          const summary = ask(parts, rows, asked, end, portions ?? Infinity);
          if (summary !== null) expect(summary).toEqual(fresh(rows.slice(0, end * slabRows), asked));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('look at no row again for another unit of time, nor for settings that were asked for before', () => {
    fc.assert(
      fc.property(reportRows, settings, settings, (rows, first, second) => {
        const end = Math.ceil(rows.length / slabRows);
        const parts = partsOf(rows, end);
        for (const asked of [first, second]) ask(parts, rows, asked, end, Infinity);
        for (const trendUnit of trendUnits) {
          expect(parts.countingFor({ ...first, trendUnit }, end).firstSlab).toBe(end);
        }
      }),
    );
  });

  it('tell the figures by another line at once, of rows that were looked at by one', () => {
    fc.assert(
      fc.property(reportRows, settings, settings, (rows, first, second) => {
        const end = Math.ceil(rows.length / slabRows);
        const parts = partsOf(rows, end);
        ask(parts, rows, first, end, Infinity);
        const figures = parts.countingFor(second, end).figures();
        const { drivers, themes } = fresh(rows, second);
        expect({ ...figures, drivers, themes }).toEqual(fresh(rows, second));
      }),
    );
  });
});
