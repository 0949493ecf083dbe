/** A share is told by one figure wherever it stands, and the shares of the same rows add up to 100. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountsByLabel } from '#core/contracts/report';
import { agreement, correctedShares } from '#core/report/agreement';
import { labelShares } from '#core/report/by-label';
import { checkTable } from '#core/report/check-figures';
import type { CheckFigures } from '#core/report/check-figures';
import { fewestRows } from '#core/report/drawing';
import { shareText, shareTexts } from '#core/report/drawing-figures';
import { drawGroups } from '#core/report/drawings/groups';
import { drawShares } from '#core/report/drawings/shares';
import { drawSureness } from '#core/report/drawings/sureness';
import { countsArbitrary } from './summary-arbitrary.ts';

describe('the shares of the same rows', () => {
  // Rounded one by one they would add up to 101: 32.9, 38.6, 5.7, 5.7 and 17.1 %.
  const shares = labelShares({ negative: 23, neutral: 4, positive: 27, mixed: 4, unsure: 12 });
  const percentsIn = (text: string): number[] =>
    [...text.matchAll(/(\d+)\u00A0%/g)].map(([, percent]) => Number(percent));

  test('add up to 100 beside the bars of a group, and are the same in its table and in words', () => {
    const drawing = drawGroups(
      { groups: [{ name: 'Mill Lane', ...shares }], others: { groups: 0, rows: 0 } },
      'Hotel',
      522,
    );
    const beside = drawing.marks.flatMap((mark) => (mark.kind === 'text' ? percentsIn(mark.text) : []));
    expect(beside.reduce((sum, percent) => sum + percent, 0)).toBe(100);
    const cells = drawing.table.rows[0]?.cells ?? [];
    const inTable = cells.slice(1, 6).map((cell) => percentsIn(cell.split('\n')[0] ?? '')[0] ?? Number.NaN);
    expect(new Set(inTable)).toEqual(new Set(beside));
    const [negative, , positive] = inTable;
    expect(percentsIn(drawing.description)).toEqual([negative, positive]);
  });

  test('that end alike are rounded up where it changes least', () => {
    expect(shareTexts([600, 100, 400, 60, 40].map((count) => count / 1200))).toEqual(
      [50, 8, 34, 5, 3].map((percent) => `${percent}\u00A0%`),
    );
  });

  test('are the same in every picture, and beside what a blind check made of them', () => {
    fc.assert(
      fc.property(countsArbitrary, (some) => {
        const all = labelShares(some);
        fc.pre(all.rows >= fewestRows);
        const told = drawShares({ all }, 522).table.rows.map(({ cells }) => cells[1]);
        const bin = { from: 0.5, to: 0.51, count: some.unsure, answers: 0, sum: 0 };
        const sureness = drawSureness({ confidences: [bin], all }, { line: 0.75, isCalibrated: false }, 522);
        const now = sureness.table.rows.find(({ cells }) => cells[0] === shareText(0.75));
        expect(now?.cells[2]).toBe(told.at(-1));
        expect(checkTable(checkOf(some), some).map(({ cells }) => cells[3])).toEqual(told);
      }),
    );
  });
});

/** A check in which a person agreed with the model ten times. */
function checkOf(counts: CountsByLabel): CheckFigures {
  const pairs = Array.from({ length: 10 }, () => ({ model: 'negative', person: 'negative' }) as const);
  const corrected = correctedShares(pairs, counts);
  if (corrected === null) throw new Error('nothing was corrected');
  return { drawn: 10, answered: 10, agreement: agreement(pairs), corrected };
}
