/** The share of negative over time, with its 95 % band. */
import { extent } from 'd3-array';
import { scaleLinear, scaleUtc } from 'd3-scale';
import type { Trend, TrendPoint } from '../../contracts/report.ts';
import type { TrendUnit } from '../../contracts/run.ts';
import { fewestRows, lineMark, textMark } from '../drawing.ts';
import type { Drawing, Mark } from '../drawing.ts';
import { countText, intervalText, shareText } from '../drawing-figures.ts';
import { textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';
import { dateTicks, periodName } from './date-ticks.ts';
import { roomyLabels } from './roomy-labels.ts';

const words = drawingWords.trend;
const height = 236;
const plot = { top: 30, bottom: 184 } as const;
/** Room at both ends for the half of a label. */
const edge = 28;

interface Placed extends TrendPoint {
  timeMs: number;
  x: number;
  y: number;
  low: number;
  high: number;
}

function place(points: readonly TrendPoint[], width: number): Placed[] {
  const dated = points
    .map((point) => ({ ...point, timeMs: Date.parse(point.from) }))
    .filter(({ timeMs, rows }) => Number.isFinite(timeMs) && rows > 0);
  const [first = 0, last = 0] = extent(dated, ({ timeMs }) => timeMs);
  const xOf =
    first === last ? () => width / 2 : scaleUtc([first, last], [Math.min(edge, width / 2), width - edge]);
  const told = dated.filter(({ rows }) => rows >= fewestRows);
  // The interval of very few rows is nearly all there is; it may be cut off so that the others can be told apart.
  const highest = Math.max(
    0.05,
    ...dated.map(({ shares }) => shares.negative.share),
    ...told.map(({ shares }) => shares.negative.high),
  );
  const yOf = scaleLinear([0, highest], [plot.bottom, plot.top]).clamp(true);
  return dated.map((point) => {
    const { share, low, high } = point.shares.negative;
    return { ...point, x: xOf(point.timeMs), y: yOf(share), low: yOf(low), high: yOf(high) };
  });
}

/** From this far apart on, every point can have its figure. */
const roomyPx = 44;

/** The last one first, then the ends and the turns; the others where they are far enough apart. */
function byImportance(points: readonly Placed[], width: number): Placed[] {
  const byShare = points.toSorted((a, b) => a.y - b.y);
  const first = [points.at(-1), points[0], byShare[0], byShare.at(-1)].filter((point) => point !== undefined);
  return [...new Set([...first, ...(width / Math.max(1, points.length) < roomyPx ? [] : points)])];
}

/** Figures of points, clear of the band and the points that lie below them. */
function figureMarks(points: readonly Placed[], width: number): Mark[] {
  const told = points.filter(({ rows }) => rows >= fewestRows);
  const labels = byImportance(told, width).map(({ x, shares }) => {
    const text = shareText(shares.negative.share);
    const half = textWidth(text, 13) / 2;
    const under = points.filter((point) => Math.abs(point.x - x) <= half);
    const top = Math.min(...under.map(({ rows, y, high }) => (rows < fewestRows ? y - 4 : high)));
    return { text, x: Math.min(width - half, Math.max(half, x)), y: top - 7 };
  });
  return roomyLabels(labels).map(({ text, x, y }) => textMark(text, x, y, { anchor: 'middle' }));
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

function pointRadius(count: number, width: number): number {
  return width / Math.max(1, count) < 14 ? 2.5 : 4;
}

function marksOf(points: readonly Placed[], unit: TrendUnit, width: number): Mark[] {
  const colour = 'negative';
  const radius = pointRadius(points.length, width);
  return [
    ...bandMarks(points),
    ...(points.length < 2
      ? []
      : [{ kind: 'line', places: points, colour, strokeWidth: 2, isDashed: false } as const]),
    ...points.map(({ x, y, rows }): Mark => ({
      kind: 'point',
      x,
      y,
      radius,
      colour,
      isHollow: rows < fewestRows,
    })),
    lineMark({ x: 0, y: plot.bottom + 0.5 }, { x: width, y: plot.bottom + 0.5 }, 'line'),
    ...figureMarks(points, width),
    ...dateTicks(points, unit, width).flatMap(({ text, x, rows }) => [
      textMark(text, x, plot.bottom + 24, { anchor: 'middle', colour: 'soft' }),
      textMark(countText(rows), x, plot.bottom + 44, { anchor: 'middle', colour: 'soft' }),
    ]),
  ];
}

/** @param width of the drawing, in CSS pixels */
export function drawTrend({ unit, points, undated }: Trend, width: number): Drawing {
  const placed = place(points, width);
  const told = placed.filter(({ rows }) => rows >= fewestRows);
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
        : marksOf(placed, unit, width),
    notes: [
      ...(placed.length > 0 ? [words.below] : []),
      ...(told.length < placed.length ? [words.hollow] : []),
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
