/** The picture of a trend: its points, its figures and its scale. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelShares } from '#core/report/by-label';
import type { Drawing, TextMark } from '#core/report/drawing';
import { shareText } from '#core/report/drawing-figures';
import { drawTrend } from '#core/report/drawings/trend';
import { boxOf, textsOf } from './drawing-marks.ts';
import { summaryArbitrary } from './summary-arbitrary.ts';

const widths = fc.integer({ min: 280, max: 720 });

/** Of a trend: not those of its scale. */
const figuresOf = (drawing: Drawing): TextMark[] =>
  textsOf(drawing).filter(({ text, colour }) => text.includes('%') && colour === 'ink');

describe('the trend', () => {
  const points = [
    { from: '2024-03-01', ...labelShares({ negative: 40, neutral: 10, positive: 50, mixed: 0, unsure: 0 }) },
    { from: '2024-04-01', ...labelShares({ negative: 5, neutral: 0, positive: 1, mixed: 0, unsure: 0 }) },
    { from: '2024-06-01', ...labelShares({ negative: 20, neutral: 0, positive: 80, mixed: 0, unsure: 0 }) },
  ];

  test('has hollow points under ten rows, and no figure and no band there', () => {
    const drawing = drawTrend({ unit: 'month', points, undated: 3 }, 522);
    const dots = drawing.marks.filter((mark) => mark.kind === 'point');
    expect(dots.map(({ isHollow }) => isHollow)).toEqual([false, true, false]);
    const shares = figuresOf(drawing);
    expect(shares.map(({ text }) => text).toSorted()).toEqual([shareText(0.2), shareText(0.4)]);
    const hollowX = dots[1]?.x ?? 0;
    const bands = drawing.marks.filter((mark) => mark.kind === 'band');
    expect(bands.flatMap(({ edges }) => edges).every(({ x }) => Math.abs(x - hollowX) > 20)).toBe(true);
    expect(drawing.notes.join(' ')).toMatch(/Hollow.* 3 rows without a date/);
  });

  test('has its figures at their points, with no line through them and a scale beside it', () => {
    fc.assert(
      fc.property(summaryArbitrary, widths, ({ trend }, width) => {
        fc.pre(trend !== null && trend.points.length > 0);
        const drawing = drawTrend(trend, width);
        const dots = drawing.marks.filter((mark) => mark.kind === 'point');
        const lines = drawing.marks.filter((mark) => mark.kind === 'line').slice(0, -1);
        for (const figure of figuresOf(drawing)) {
          const { left, right, top, bottom } = boxOf(figure);
          const near = trend.points.filter(({ shares }, index) => {
            const dot = dots[index];
            return (
              shareText(shares.negative.share) === figure.text &&
              dot !== undefined &&
              !dot.isHollow &&
              dot.x >= left - 11 &&
              dot.x <= right + 1 &&
              Math.abs(dot.y - figure.y) <= 20.5
            );
          });
          expect(near).not.toEqual([]);
          for (const { places } of lines)
            for (let step = 0; step <= 50; step += 1) {
              const [from = { x: 0, y: 0 }, to = from] = places;
              const x = from.x + ((to.x - from.x) * step) / 50;
              const y = from.y + ((to.y - from.y) * step) / 50;
              expect(x > left && x < right && y > top && y < bottom).toBe(false);
            }
        }
        const zero = textsOf(drawing).find(({ text }) => text === shareText(0));
        expect(zero?.y).toBeGreaterThan(Math.max(...dots.map(({ y }) => y)) - 1);
      }),
    );
  });

  test('goes over periods without a row in dashes, and says so where no point can be relied on', () => {
    const [march, , june] = points;
    if (march === undefined || june === undefined) throw new Error('A point is missing.');
    const lineOf = (drawing: Drawing) => drawing.marks.find((mark) => mark.kind === 'line');
    const apart = drawTrend({ unit: 'month', points: [march, june], undated: 0 }, 522);
    expect(lineOf(apart)).toMatchObject({ colour: 'negative', isDashed: true });
    expect(apart.notes.join(' ')).toContain('Dashed');
    const april = { ...june, from: '2024-04-01' };
    const next = drawTrend({ unit: 'month', points: [march, april], undated: 0 }, 522);
    expect(lineOf(next)).toMatchObject({ colour: 'negative', isDashed: false });
    expect(next.notes.join(' ')).not.toContain('Dashed');
    const few = drawTrend({ unit: 'month', points: points.slice(1, 2), undated: 0 }, 522);
    expect(few.description).toBe('Share of negative. No point has ten rows or more.');
  });

  test('tells its years, and names its first and its last period', () => {
    for (const width of [280, 522]) {
      const texts = textsOf(drawTrend({ unit: 'month', points, undated: 0 }, width)).map(({ text }) => text);
      expect(texts.some((text) => /^Mar(?:ch)? 2024$/.test(text))).toBe(true);
      expect(texts.some((text) => /^June?$/.test(text))).toBe(true);
    }
  });

  test('names the month after the one that has the year', () => {
    const shares = labelShares({ negative: 40, neutral: 0, positive: 60, mixed: 0, unsure: 0 });
    const months = Array.from({ length: 6 }, (_, month) => ({
      from: `2026-${String(month + 1).padStart(2, '0')}-01`,
      ...shares,
    }));
    const names = textsOf(drawTrend({ unit: 'month', points: months, undated: 0 }, 560)).map(
      ({ text }) => text,
    );
    for (const month of ['Feb', 'Mar', 'Jun']) {
      expect(names.some((name) => name.startsWith(month))).toBe(true);
    }
  });

  test('draws no comb of lines between many points of few rows', () => {
    const many = Array.from({ length: 200 }, (_, day) => ({
      from: new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
      ...labelShares({ negative: day % 2, neutral: 1 - (day % 2), positive: 0, mixed: 0, unsure: 0 }),
    }));
    const drawing = drawTrend({ unit: 'day', points: many, undated: 0 }, 522);
    // The foot.
    expect(drawing.marks.filter((mark) => mark.kind === 'line')).toHaveLength(1);
  });

  test('keeps the distances of time, and zero at its foot', () => {
    const drawing = drawTrend({ unit: 'month', points, undated: 0 }, 522);
    const [march, april, june] = drawing.marks.filter((mark) => mark.kind === 'point');
    if (march === undefined || april === undefined || june === undefined)
      throw new Error('A point is missing.');
    expect((april.x - march.x) / (june.x - march.x)).toBeCloseTo(31 / 92, 6);
    // Twice the share, twice the height.
    const foot = 2 * june.y - march.y;
    expect(
      drawing.marks.some((mark) => mark.kind === 'line' && Math.abs((mark.places[0]?.y ?? 0) - foot) < 1),
    ).toBe(true);
  });
});
