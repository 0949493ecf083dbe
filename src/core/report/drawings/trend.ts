/** The share of negative over time, with its 95 % band. */
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { Trend, TrendPoint } from '../../contracts/report.ts';
import type { TrendUnit } from '../../contracts/run.ts';
import { fewestRows, lineMark, textMark } from '../drawing.ts';
import type { Drawing, Mark } from '../drawing.ts';
import { countText, intervalText, shareText } from '../drawing-figures.ts';
import { textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';
import { dateTicks, periodName } from './date-ticks.ts';
import { endRoom, figureMarks } from './trend-figures.ts';

const words = drawingWords.trend;
const height = 236;
const plot = { top: 30, bottom: 184 } as const;
/** Room at both ends for the half of a figure. */
const edge = 24;

interface Placed extends TrendPoint {
  timeMs: number;
  x: number;
  y: number;
  low: number;
  high: number;
}

interface Plot {
  points: Placed[];
  /** Of the shares at the left, which say how high the picture reaches. */
  scale: { text: string; y: number }[];
  /** Where the plot begins, right of them. */
  left: number;
}

function place(points: readonly TrendPoint[], width: number): Plot {
  const dated = points
    .map((point) => ({ ...point, timeMs: Date.parse(point.from) }))
    .filter(({ timeMs, rows }) => Number.isFinite(timeMs) && rows > 0);
  const told = dated.filter(({ rows }) => rows >= fewestRows);
  // The interval of very few rows is nearly all there is; it may be cut off so that the others can be told apart.
  const highest = Math.max(
    0.05,
    ...dated.map(({ shares }) => shares.negative.share),
    ...told.map(({ shares }) => shares.negative.high),
  );
  const yOf = scaleLinear([0, highest], [plot.bottom, plot.top]).clamp(true);
  const scale = yOf.ticks(3).map((share) => ({ text: shareText(share), y: yOf(share) }));
  const left = Math.max(...scale.map(({ text }) => textWidth(text, 13))) + 8;
  const [first = 0, last = 0] = extent(dated, ({ timeMs }) => timeMs);
  const xOf =
    first === last
      ? () => (left + width) / 2
      : scaleLinear([first, last], [left + edge, width - Math.max(edge, endRoom(dated))]);
  return {
    points: dated.map((point) => {
      const { share, low, high } = point.shares.negative;
      return { ...point, x: xOf(point.timeMs), y: yOf(share), low: yOf(low), high: yOf(high) };
    }),
    scale,
    left,
  };
}

/** The band breaks off where there are too few rows: their interval says nothing. */
function bandMarks(points: readonly Placed[]): Mark[] {
  const stretches: Placed[][] = [[]];
  for (const point of points) {
    if (point.rows < fewestRows) stretches.push([]);
    else stretches.at(-1)?.push(point);
  }
  return stretches.flatMap((stretch): Mark[] => {
    const [first] = stretch;
    if (first === undefined) return [];
    const alone = [-5, 5].map((dx) => ({ x: first.x + dx, low: first.low, high: first.high }));
    return [{ kind: 'band', edges: stretch.length === 1 ? alone : stretch, colour: 'negative-tint' }];
  });
}

/** Closer than this, points of few rows would make a comb of their lines. */
const denseAtPx = 14;

const dayMs = 24 * 60 * 60_000;
/** From the beginning of a period to that of the next, at most. */
const longestMs = {
  day: dayMs,
  week: 7 * dayMs,
  month: 31 * dayMs,
  quarter: 92 * dayMs,
  year: 366 * dayMs,
} as const satisfies Record<TrendUnit, number>;

const isTold = ({ rows }: Placed): boolean => rows >= fewestRows;

function isAfterGap(before: Placed, point: Placed, unit: TrendUnit): boolean {
  return point.timeMs - before.timeMs > longestMs[unit];
}

/** The course of what can be relied on; to and from points of few rows it is only hinted at. */
function courseMarks(points: readonly Placed[], unit: TrendUnit, isDense: boolean): Mark[] {
  return points.flatMap((point, index): Mark[] => {
    const before = points[index - 1];
    if (before === undefined) return [];
    if (isTold(before) && isTold(point)) {
      // Over periods without a row nothing was measured.
      const isDashed = isAfterGap(before, point, unit);
      return [lineMark(before, point, 'negative', { strokeWidth: 2, isDashed })];
    }
    return isDense ? [] : [lineMark(before, point, 'control')];
  });
}

function marksOf({ points, scale, left }: Plot, unit: TrendUnit, width: number): Mark[] {
  const isDense = width / Math.max(1, points.length) < denseAtPx;
  const radius = isDense ? 2.5 : 4;
  return [
    ...bandMarks(points),
    ...courseMarks(points, unit, isDense),
    ...points.map((point): Mark => ({
      kind: 'point',
      x: point.x,
      y: point.y,
      radius: isTold(point) ? radius : Math.max(3, radius),
      colour: 'negative',
      isHollow: !isTold(point),
    })),
    ...scale.map(({ text, y }) => textMark(text, left - 8, y + 4.5, { anchor: 'end', colour: 'soft' })),
    lineMark({ x: left, y: plot.bottom + 0.5 }, { x: width, y: plot.bottom + 0.5 }, 'line'),
    ...figureMarks(points, { left, right: width, bottom: plot.bottom }),
    ...dateTicks(points, unit, width).flatMap(({ text, x, rows }) => [
      textMark(text, x, plot.bottom + 24, { anchor: 'middle', colour: 'soft' }),
      textMark(countText(rows), x, plot.bottom + 44, { anchor: 'middle', colour: 'soft' }),
    ]),
  ];
}

/** @param width of the drawing, in CSS pixels */
export function drawTrend({ unit, points, undated }: Trend, width: number): Drawing {
  const plotted = place(points, width);
  const placed = plotted.points;
  const told = placed.filter(isTold);
  return {
    id: 'trend',
    title: words.title,
    aside: words.aside,
    description: words.description(
      told.map(({ timeMs, shares, rows }) =>
        words.point(periodName(timeMs, unit), shareText(shares.negative.share), rows),
      ),
    ),
    width,
    height,
    marks:
      placed.length === 0
        ? [textMark(drawingWords.nothing, 0, plot.top, { colour: 'soft' })]
        : marksOf(plotted, unit, width),
    notes: [
      ...(placed.length > 0 ? [words.below] : []),
      ...(told.length < placed.length ? [words.hollow] : []),
      ...(courseMarks(placed, unit, true).some((mark) => mark.kind === 'line' && mark.isDashed)
        ? [words.gap]
        : []),
      ...(undated > 0 ? [words.undated(undated)] : []),
    ],
    table: {
      columns: [words.columns[unit], 'Negative', drawingWords.interval, 'Negative rows', drawingWords.rows],
      rows: placed.map(({ timeMs, shares: { negative }, rows }) => ({
        cells: [
          periodName(timeMs, unit),
          ...(rows < fewestRows ? ['–', '–'] : [shareText(negative.share), intervalText(negative)]),
          countText(negative.count),
          countText(rows),
        ],
      })),
    },
  };
}
