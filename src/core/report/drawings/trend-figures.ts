/** The figures of a trend: each at its point, clear of the line, of other points and of one another. */
import { fewestRows, textMark } from '../drawing.ts';
import type { Mark, Place } from '../drawing.ts';
import type { LabelShares } from '../../contracts/report.ts';
import { shareText } from '../drawing-figures.ts';
import { textWidth } from '../drawing-text.ts';

interface TrendPlace extends LabelShares {
  x: number;
  y: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const sizePx = 13;
/** Between a point and the baseline of its figure. */
const offset = { above: -9, below: 20, beside: 4.5 } as const;
/** Between the last point and its figure. */
const endGap = 10;
/** What is kept free around a figure. */
const clear = { x: 4, y: 2 } as const;
const pointRadius = 4;

/** From this far apart on, every point can have its figure. */
const roomyPx = 44;

/** The last one first, then the ends and the turns; the others where they are far enough apart. */
function byImportance(points: readonly TrendPlace[], width: number): TrendPlace[] {
  const byShare = points.toSorted((a, b) => a.y - b.y);
  const first = [points.at(-1), points[0], byShare[0], byShare.at(-1)].filter((point) => point !== undefined);
  return [...new Set([...first, ...(width / Math.max(1, points.length) < roomyPx ? [] : points)])];
}

function boxOf(text: string, { x, y }: Place): Box {
  const half = textWidth(text, sizePx) / 2 + clear.x;
  return {
    left: x - half,
    right: x + half,
    top: y - 0.72 * sizePx - clear.y,
    bottom: y + 0.22 * sizePx + clear.y,
  };
}

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Whether a straight line from left to right passes through a box. */
function passes(from: Place, to: Place, { left, right, top, bottom }: Box): boolean {
  if (to.x < left || from.x > right) return false;
  const slope = to.x === from.x ? 0 : (to.y - from.y) / (to.x - from.x);
  const heightAt = (x: number): number => from.y + slope * (Math.min(to.x, Math.max(from.x, x)) - from.x);
  const [one, other] = [heightAt(left), heightAt(right)];
  return Math.max(one, other) > top && Math.min(one, other) < bottom;
}

/**
 * Over the point or under it, or a little to its side where the line is steep; a low point has its figure below it, and
 * the last one behind it.
 */
function candidates(
  text: string,
  { x, y }: Place,
  { isLow, isLast }: { isLow: boolean; isLast: boolean },
  { left, right, bottom }: Frame,
): Place[] {
  const half = textWidth(text, sizePx) / 2;
  const sides = isLow ? ([offset.below, offset.above] as const) : ([offset.above, offset.below] as const);
  const within = (at: number): number => Math.min(right - half, Math.max(left + half, at));
  const behind = { x: x + endGap + half, y: Math.min(y + offset.beside, bottom - 6) };
  return [
    ...(isLast && behind.x + half <= right ? [behind] : []),
    ...[0, -half, half].flatMap((aside) => sides.map((dy) => ({ x: within(x + aside), y: y + dy }))),
  ];
}

/** What the last point needs behind it, so that its figure can stand there. */
export function endRoom(points: readonly Pick<LabelShares, 'shares'>[]): number {
  const last = points.at(-1);
  return last === undefined ? 0 : endGap + textWidth(shareText(last.shares.negative.share), sizePx);
}

/** Where the plot lies. */
export interface Frame {
  left: number;
  right: number;
  bottom: number;
}

/**
 * A figure for each point that there is room for, of those with enough rows.
 *
 * @param points from left to right
 */
export function figureMarks(points: readonly TrendPlace[], frame: Frame): Mark[] {
  const told = points.filter(({ rows }) => rows >= fewestRows);
  const taken: Box[] = [];
  return byImportance(told, frame.right - frame.left).flatMap((point): Mark[] => {
    const text = shareText(point.shares.negative.share);
    const at = points.indexOf(point);
    const besides = [points[at - 1], points[at + 1]].filter((each) => each !== undefined);
    const isLow = besides.length > 0 && besides.every(({ y }) => y < point.y);
    const isFree = (place: Place): boolean => {
      const box = boxOf(text, place);
      return (
        box.bottom <= frame.bottom &&
        taken.every((other) => !meet(box, other)) &&
        points.every((other, index) => {
          const { x, y } = other;
          const dot = {
            left: x - pointRadius,
            right: x + pointRadius,
            top: y - pointRadius,
            bottom: y + pointRadius,
          };
          const before = points[index - 1];
          return (
            (other === point || !meet(box, dot)) && (before === undefined || !passes(before, other, box))
          );
        })
      );
    };
    const place = candidates(text, point, { isLow, isLast: at === points.length - 1 }, frame).find(isFree);
    if (place === undefined) return [];
    taken.push(boxOf(text, place));
    return [textMark(text, place.x, place.y, { anchor: 'middle' })];
  });
}
