/** Every picture, whatever the figures, names and widths: within its frame, readable, and true to its figures. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Summary } from '#core/contracts/report';
import { verdictLabels } from '#core/contracts/analysis';
import { labelShares } from '#core/report/by-label';
import { fewestRows } from '#core/report/drawing';
import type { BarMark, Drawing, Mark, TextMark } from '#core/report/drawing';
import { countText, shareText } from '#core/report/drawing-figures';
import { framedDrawing } from '#core/report/drawing-frame';
import { textWidth } from '#core/report/drawing-text';
import { allDrawings } from '#core/report/drawings/all-drawings';
import { drawDrivers } from '#core/report/drawings/drivers';
import { drawGroups } from '#core/report/drawings/groups';
import { drawShares } from '#core/report/drawings/shares';
import { drawSureness, surenessAt } from '#core/report/drawings/sureness';
import { drawTrend } from '#core/report/drawings/trend';
import {
  countsArbitrary,
  emptySummary,
  nameArbitrary,
  singleRow,
  summaryArbitrary,
} from './summary-arbitrary.ts';

const widths = fc.integer({ min: 280, max: 720 });

function drawn(summary: Summary, width: number): Drawing[] {
  const options = { line: 0.75, isCalibrated: true };
  return [
    ...allDrawings(summary, { group: 'Hotel', rating: 'Stars' }, width),
    drawSureness(summary, options, width),
  ];
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function boxOf({ text, tail, x, y, anchor, sizePx }: TextMark): Box {
  const width = textWidth(text, sizePx) + (tail === undefined ? 0 : 10 + textWidth(tail, sizePx));
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
  return { left, right: left + width, top: y - 0.72 * sizePx, bottom: y + 0.22 * sizePx };
}

function corners(mark: Mark): { x: number; y: number }[] {
  switch (mark.kind) {
    case 'bar':
      return [mark, { x: mark.x + mark.width, y: mark.y + mark.height }];
    case 'line':
      return [...mark.places];
    case 'band':
      return mark.edges.flatMap(({ x, low, high }) => [low, high].map((y) => ({ x, y })));
    case 'point':
      return [-1, 1].map((side) => ({ x: mark.x + side * mark.radius, y: mark.y + side * mark.radius }));
    case 'text': {
      const { left, right, top, bottom } = boxOf(mark);
      return [
        { x: left, y: top },
        { x: right, y: bottom },
      ];
    }
  }
}

function outside({ width, height, marks }: Drawing): Mark[] {
  const hair = 0.6;
  return marks.filter((mark) =>
    corners(mark).some(
      ({ x, y }) =>
        !(x >= -hair && x <= width + hair && y >= -hair && y <= height + hair) ||
        (mark.kind === 'bar' && (mark.width < 0 || mark.height < 0)),
    ),
  );
}

const textsOf = ({ marks }: Drawing): TextMark[] =>
  marks.filter((mark) => mark.kind === 'text').filter(({ text }) => text !== '');
const barsOf = ({ marks }: Drawing): BarMark[] => marks.filter((mark) => mark.kind === 'bar');

/** Pairs of texts that lie on one another. */
function collisions(drawing: Drawing): string[] {
  const texts = textsOf(drawing).map((mark) => ({ mark, box: boxOf(mark) }));
  return texts.flatMap(({ mark, box }, index) =>
    texts
      .slice(index + 1)
      .filter(
        ({ box: other }) =>
          box.left < other.right - 0.5 &&
          other.left < box.right - 0.5 &&
          box.top < other.bottom - 0.5 &&
          other.top < box.bottom - 0.5,
      )
      .map(({ mark: other }) => `${drawing.id}: ${mark.text} / ${other.text}`),
  );
}

describe('whatever the summary and the width', () => {
  test('every mark lies within the frame', () => {
    fc.assert(
      fc.property(summaryArbitrary, widths, (summary, width) => {
        for (const drawing of drawn(summary, width)) {
          expect(drawing.width).toBe(width);
          expect(outside(drawing), drawing.id).toEqual([]);
          expect(outside(framedDrawing(drawing, 'a-file.csv · read by Undertone 1.1.0')), drawing.id).toEqual(
            [],
          );
        }
      }),
    );
  });

  test('no text lies on another one', () => {
    fc.assert(
      fc.property(summaryArbitrary, widths, (summary, width) => {
        for (const drawing of drawn(summary, width)) expect(collisions(drawing)).toEqual([]);
      }),
    );
  });

  test('tables of groups and ratings have the names of the file in their heads', () => {
    const heads = new Set<string>();
    fc.assert(
      fc.property(summaryArbitrary, (summary) => {
        for (const { id, table } of allDrawings(summary, { group: 'Hotel', rating: 'Stars\n' }, 592))
          if (id === 'groups' || id === 'ratings') heads.add(`${id}: ${table.columns[0] ?? ''}`);
      }),
    );
    expect([...heads].toSorted()).toEqual(['groups: Hotel', 'ratings: Stars']);
  });

  test('every row of a table has as many cells as there are columns, and no text is drawn that a line cannot hold', () => {
    fc.assert(
      fc.property(summaryArbitrary, widths, (summary, width) => {
        for (const drawing of drawn(summary, width)) {
          for (const { cells } of drawing.table.rows)
            expect(cells).toHaveLength(drawing.table.columns.length);
          for (const { text } of textsOf(drawing)) expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u2028-\u202E]/u);
        }
      }),
    );
  });
});

test.each([
  ['nothing', emptySummary],
  ['one row', singleRow],
])('of %s every picture can be drawn, and none claims a share', (_, summary) => {
  for (const drawing of drawn(summary, 343)) {
    expect(outside(drawing), drawing.id).toEqual([]);
    expect(collisions(drawing)).toEqual([]);
  }
  const groups = summary.groups ?? { groups: [], others: { groups: 0, rows: 0 } };
  expect(textsOf(drawGroups(groups, '', 343)).filter(({ text }) => text.includes('%'))).toEqual([]);
});

describe('the five labels', () => {
  test('have bars as long as their shares, their counts and their shares in words', () => {
    fc.assert(
      fc.property(countsArbitrary, widths, (counts, width) => {
        const all = labelShares(counts);
        fc.pre(all.rows > 0);
        const drawing = drawShares({ all }, width);
        const texts = textsOf(drawing).map(({ text }) => text);
        const bars = barsOf(drawing);
        expect(bars.map(({ label }) => label)).toEqual([...verdictLabels]);
        const longest = bars.reduce((a, b) =>
          all.shares[b.label].share > all.shares[a.label].share ? b : a,
        );
        for (const { label, width: length } of bars) {
          const { share, count } = all.shares[label];
          expect(length).toBeCloseTo((longest.width * share) / all.shares[longest.label].share, 6);
          expect(texts).toContain(countText(count));
        }
        const printed = texts.filter((text) => /^[<>]?\s?\d+\s%$/.test(text));
        expect(printed).toHaveLength(all.rows >= fewestRows ? verdictLabels.length : 0);
        const percents = printed.map((text) => Number(/^\d+/.exec(text)?.[0] ?? NaN));
        for (const [place, percent] of percents.entries()) {
          const { share } = all.shares[verdictLabels[place] ?? 'unsure'];
          if (!Number.isNaN(percent)) expect(Math.abs(percent - share * 100)).toBeLessThan(1);
          else expect(share > 0 && share < 1).toBe(true);
        }
        if (percents.length > 0 && !percents.some(Number.isNaN)) {
          expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(100);
        }
        expect(drawing.table.rows.map(({ filter }) => filter?.kinds)).toEqual(
          verdictLabels.map((label) => [label]),
        );
      }),
    );
  });
});

describe('groups', () => {
  const groupsArbitrary = fc.uniqueArray(
    fc.tuple(nameArbitrary, countsArbitrary).map(([name, counts]) => ({ name, ...labelShares(counts) })),
    { minLength: 1, maxLength: 20, selector: ({ name }) => name },
  );

  test('diverge from one line, negative to the left, positive to the right, all on one scale', () => {
    fc.assert(
      fc.property(groupsArbitrary, widths, (groups, width) => {
        const told = groups.filter(({ rows }) => rows >= fewestRows);
        const all = barsOf(drawGroups({ groups, others: { groups: 0, rows: 0 } }, 'Hotel', width));
        const bars = all.filter(({ label }) => label !== 'unsure');
        expect(bars).toHaveLength(2 * told.length);
        const [first] = bars;
        const zero = first === undefined ? 0 : first.x + first.width;
        const shares = told.flatMap(({ shares: { negative, positive } }) => [negative.share, positive.share]);
        const most = Math.max(0, ...shares);
        const unit = Math.max(0, ...bars.map((bar) => bar.width)) / (most || 1);
        for (const [index, bar] of bars.entries()) {
          expect(bar.label === 'negative' ? bar.x + bar.width : bar.x).toBeCloseTo(zero, 6);
          expect(bar.width).toBeCloseTo(unit * (shares[index] ?? 0), 6);
        }
        // Unsure has hollow bars on the same scale, all from one line of their own.
        const unsure = all.filter(({ label }) => label === 'unsure');
        expect(unsure).toHaveLength(told.length);
        const hasRoom = unsure.some((bar) => bar.width > 0);
        if (width >= 343 && width < 460 && told.some((group) => group.shares.unsure.count > 0))
          expect(hasRoom).toBe(true);
        for (const [index, bar] of unsure.entries()) {
          expect(bar.x).toBeCloseTo(unsure[0]?.x ?? 0, 6);
          if (most > 0.02 && hasRoom)
            expect(bar.width).toBeCloseTo(unit * (told[index]?.shares.unsure.share ?? 0), 6);
        }
      }),
    );
  });

  test('of one row are no rows on a phone', () => {
    const one = { name: 'a', ...labelShares({ negative: 1, neutral: 0, positive: 0, mixed: 0, unsure: 0 }) };
    const drawing = drawGroups({ groups: [one], others: { groups: 0, rows: 0 } }, 'Hotel', 330);
    expect(textsOf(drawing).map(({ tail }) => tail)).toContain('1 row');
  });

  test('of fewer than ten rows show counts and no share', () => {
    const few = labelShares({ negative: 4, neutral: 2, positive: 3, mixed: 0, unsure: 0 });
    const drawing = drawGroups(
      { groups: [{ name: 'Sintra', ...few }], others: { groups: 0, rows: 0 } },
      '',
      522,
    );
    const texts = textsOf(drawing).map(({ text }) => text);
    expect(texts).toContain('4 negative, 2 neutral, 3 positive');
    expect(texts.filter((text) => text.includes('%'))).toEqual([]);
    expect(drawing.table.rows[0]?.cells).toEqual(['Sintra', '4', '2', '3', '0', '0', '9']);
    expect(drawing.table.rows[0]?.filter).toEqual({ group: 'Sintra' });
  });
});

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

test('a higher line leaves more unsure and the others surer', () => {
  fc.assert(
    fc.property(summaryArbitrary, fc.tuple(fc.nat(99), fc.nat(99)), ({ confidences, all }, lines) => {
      const [lower = 0, higher = 0] = lines.toSorted((a, b) => a - b).map((line) => line / 100);
      const before = surenessAt(confidences, lower, all.rows);
      const after = surenessAt(confidences, higher, all.rows);
      expect(after.unsure).toBeGreaterThanOrEqual(before.unsure);
      expect(after.unsure).toBe(
        confidences
          .filter((_, bin) => bin < Math.round(higher * 100))
          .reduce((sum, bin) => sum + bin.count, 0),
      );
      if (before.expectedRight !== null && after.expectedRight !== null)
        expect(after.expectedRight).toBeGreaterThanOrEqual(before.expectedRight - 1e-9);
    }),
  );
});

test('the table of lines has the figures of the picture at the line that is drawn, also within a bin', () => {
  const confidences = Array.from({ length: 100 }, (_, bin) => {
    return { from: bin / 100, to: (bin + 1) / 100, count: 10, answers: 10, sum: (10 * (bin + 0.5)) / 100 };
  });
  const all = labelShares({ negative: 256, neutral: 0, positive: 0, mixed: 0, unsure: 744 });
  const drawing = drawSureness({ confidences, all }, { line: 0.7464, isCalibrated: true }, 522);
  expect(drawing.table.rows.find(({ cells }) => cells[0] === shareText(0.75))?.cells[1]).toBe('744');
  expect(textsOf(drawing).some(({ text }) => text.includes('744 rows'))).toBe(true);
});

test('of a model that was not calibrated nothing is expected', () => {
  const drawing = drawSureness(singleRow, { line: 0.75, isCalibrated: false }, 522);
  expect(textsOf(drawing).some(({ text }) => text.includes('right'))).toBe(false);
});

test('groups without mixed rows beside groups with many are explained, and no others', () => {
  const group = (name: string, negative: number, mixed: number) => ({
    name,
    ...labelShares({ negative, neutral: 0, positive: 10, mixed, unsure: 0 }),
  });
  const notesOf = (...groups: ReturnType<typeof group>[]): readonly string[] =>
    drawGroups({ groups, others: { groups: 0, rows: 0 } }, 'Source', 522).notes;
  const explained = [expect.stringContaining('two parts that disagree')];
  expect(notesOf(group('reviews', 30, 20), group('headlines', 40, 0))).toEqual(explained);
  expect(notesOf(group('reviews', 30, 20), group('letters', 40, 3))).toEqual([]);
  expect(notesOf(group('posts', 90, 1), group('headlines', 40, 0))).toEqual([]);
});

describe('words and phrases', () => {
  const driversOf = (phrases: readonly string[]) => ({
    negative: phrases.map((phrase, i) => ({ phrase, count: 100 - i, otherCount: 1, z: 5 })),
    positive: [],
    of: { negative: 500, positive: 500 },
  });
  const short = Array.from({ length: 11 }, (_, i) => `word ${String.fromCharCode(97 + i)}`);
  const phrasesOf = (phrases: readonly string[], width: number): TextMark[] =>
    textsOf(drawDrivers(driversOf(phrases), 'negative', width)).filter(({ font }) => font === 'serif');

  test.each([
    ['one long phrase among short ones', 2, ['nobody answered the telephone downstairs']],
    [
      'long ones in both columns',
      1,
      ['nobody answered the telephone downstairs', 'reservation desk closed every afternoon'],
    ],
  ])('are not cut where there is room beside them: %s', (_, columns, long) => {
    const [first = '', last = 'word z'] = long;
    const phrases = [first, ...short.slice(1), last];
    const marks = phrasesOf(phrases, 592);
    expect(marks.map(({ text }) => text)).toEqual(phrases);
    expect(new Set(marks.map(({ x }) => x)).size).toBe(columns);
  });

  test('stand in equal columns where they are short, and in one on a phone', () => {
    expect([...new Set(phrasesOf(short, 592).map(({ x }) => x))]).toEqual([0, 308]);
    expect([...new Set(phrasesOf(short, 300).map(({ x }) => x))]).toEqual([0]);
  });
});
