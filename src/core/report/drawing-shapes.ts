/** Marks as the two things that every way of drawing knows: paths and texts. */
import { area, line } from 'd3-shape';
import type { BandMark, BarMark, Colour, Mark, Place, TextMark } from './drawing.ts';

export interface PathShape {
  kind: 'path';
  /** In the notation of SVG. */
  d: string;
  fill: Colour | null;
  stroke: Colour | null;
  strokeWidth: number;
  isDashed: boolean;
}

export type Shape = PathShape | TextMark;

/** Lengths of dashes and of the gaps between them. */
export const dash = [3, 2.5] as const;

/** Of the hatching: stripes of 45 degrees, half of the width. */
const stripe = { period: 7, width: 3.5 } as const;

const at = (value: number): string => String(Math.round(value * 100) / 100);
const point = ({ x, y }: Place): string => `${at(x)},${at(y)}`;

const lineThrough = line<Place>()
  .x(({ x }) => x)
  .y(({ y }) => y)
  .digits(2);

const bandBetween = area<BandMark['edges'][number]>()
  .x(({ x }) => x)
  .y0(({ low }) => low)
  .y1(({ high }) => high)
  .digits(2);

function polyline(places: readonly Place[]): string {
  return lineThrough(places) ?? '';
}

function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${point({ x, y })}h${at(width)}v${at(height)}h${at(-width)}z`;
}

function circle({ x, y }: Place, radius: number): string {
  const half = `a${at(radius)},${at(radius)} 0 1 1 `;
  return `M${point({ x: x - radius, y })}${half}${at(2 * radius)},0${half}${at(-2 * radius)},0z`;
}

const fillOf = (d: string, fill: Colour): PathShape => ({
  kind: 'path',
  d,
  fill,
  stroke: null,
  strokeWidth: 0,
  isDashed: false,
});

const strokeOf = (d: string, stroke: Colour, strokeWidth: number, isDashed = false): PathShape => ({
  kind: 'path',
  d,
  fill: null,
  stroke,
  strokeWidth,
  isDashed,
});

/**
 * Stripes cut to a rectangle, as areas: neither patterns nor clips, which not every program draws. A stripe holds the
 * places whose distances from the left and the upper edge add up to between `from` and `to`.
 */
function stripes(x: number, y: number, width: number, height: number): string {
  const paths: string[] = [];
  for (let from = stripe.period - stripe.width; from < width + height; from += stripe.period) {
    const to = Math.min(from + stripe.width, width + height);
    const upper = (sum: number): Place => ({ x: Math.min(sum, width), y: sum - Math.min(sum, width) });
    const lower = (sum: number): Place => ({ x: Math.max(0, sum - height), y: Math.min(sum, height) });
    const corners = [
      upper(from),
      ...(from < width && to > width ? [{ x: width, y: 0 }] : []),
      upper(to),
      lower(to),
      ...(from < height && to > height ? [{ x: 0, y: height }] : []),
      lower(from),
    ];
    paths.push(`${polyline(corners.map((corner) => ({ x: x + corner.x, y: y + corner.y })))}z`);
  }
  return paths.join('');
}

/** The outline lies within the bar, so that bars of all kinds are equally long. */
function outline({ x, y, width, height }: BarMark, colour: Colour, isDashed: boolean): PathShape {
  const inset = 0.5;
  const d = rectangle(x + inset, y + inset, Math.max(0, width - 2 * inset), Math.max(0, height - 2 * inset));
  return strokeOf(d, colour, 1, isDashed);
}

function barShapes(bar: BarMark): Shape[] {
  const { x, y, width, height } = bar;
  switch (bar.label) {
    case 'negative':
      return [fillOf(stripes(x, y, width, height), 'negative'), outline(bar, 'negative', false)];
    case 'neutral':
      return [fillOf(rectangle(x, y, width, height), 'neutral')];
    case 'positive':
      return [fillOf(rectangle(x, y, width, height), 'positive')];
    case 'unsure':
      return [outline(bar, 'unsure', true)];
    case 'mixed':
      return [
        ...barShapes({ ...bar, label: 'negative', width: width / 2 }),
        ...barShapes({ ...bar, label: 'positive', x: x + width / 2, width: width / 2 }),
      ];
  }
}

function shapesOfMark(mark: Mark): Shape[] {
  switch (mark.kind) {
    case 'bar':
      return mark.width <= 0 || mark.height <= 0 ? [] : barShapes(mark);
    case 'line':
      return [strokeOf(polyline(mark.places), mark.colour, mark.strokeWidth, mark.isDashed)];
    case 'band':
      return [fillOf(bandBetween(mark.edges) ?? '', mark.colour)];
    case 'point':
      return mark.isHollow
        ? [{ ...strokeOf(circle(mark, mark.radius), mark.colour, 1.5), fill: 'paper' }]
        : [fillOf(circle(mark, mark.radius), mark.colour)];
    case 'text':
      return [mark];
  }
}

/** In the order in which they are painted. */
export function shapesOf(marks: readonly Mark[]): Shape[] {
  return marks.flatMap(shapesOfMark);
}
