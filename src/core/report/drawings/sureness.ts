/** What a line for unsure costs and brings: how much of a file falls below it, and how right the rest is expected to be. */
import { scaleLinear } from 'd3-scale';
import type { ConfidenceBin, Summary } from '../../contracts/report.ts';
import { lineMark, textMark } from '../drawing.ts';
import type { Drawing, Mark, Place } from '../drawing.ts';
import { countText, labelTexts, shareText } from '../drawing-figures.ts';
import { textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';

const words = drawingWords.sureness;

export interface Sureness {
  /** Confidence below which a row is unsure, 0 to 1. */
  line: number;
  rows: number;
  unsure: number;
  /** Whether that is their number, and not only about it. */
  isExact: boolean;
  /** The mean probability of the likeliest tone at or above the line: calibrated, it is how many are right; null of none. */
  expectedRight: number | null;
}

/**
 * By bins: a line within one counts the whole bin as below it.
 *
 * @param rows of the file that were read: the share of unsure is of all of them
 */
export function surenessAt(confidences: readonly ConfidenceBin[], line: number, rows: number): Sureness {
  // A hair of tolerance, since hundredths have no exact binary form.
  const above = confidences.filter(({ from }) => from >= line - 1e-6);
  const total = (bins: readonly ConfidenceBin[]): number => bins.reduce((sum, { count }) => sum + count, 0);
  const answers = above.reduce((sum, bin) => sum + bin.answers, 0);
  const right = above.reduce((sum, bin) => sum + bin.sum, 0);
  return {
    line,
    rows,
    unsure: total(confidences) - total(above),
    isExact: confidences.some(({ from }) => Math.abs(from - line) < 1e-6),
    expectedRight: answers <= 0 ? null : Math.min(1, right / answers),
  };
}

/**
 * The same of a summary, whose labels may be by this very line: then they tell how many rows are unsure, also where the
 * line lies within a bin.
 */
export function surenessNow(
  { confidences, all }: Pick<Summary, 'confidences' | 'all'>,
  line: number,
): Sureness {
  const sureness = surenessAt(confidences, line, all.rows);
  if (sureness.isExact) return sureness;
  const { count } = all.shares.unsure;
  const fewest = surenessAt(confidences, Math.floor(line * 100) / 100, all.rows).unsure;
  const isByThis = count >= fewest && count <= sureness.unsure;
  return isByThis ? { ...sureness, unsure: count, isExact: true } : sureness;
}

/** "18 %" of the rows: where it is their share of unsure as it is told elsewhere, in the same figure. */
export function unsureText({ unsure, rows }: Sureness, all: Summary['all']): string {
  return unsure === all.shares.unsure.count
    ? labelTexts((label) => all.shares[label].share)('unsure')
    : shareText(unsureShare({ unsure, rows }));
}

function unsureShare({ unsure, rows }: Pick<Sureness, 'unsure' | 'rows'>): number {
  return rows === 0 ? 0 : Math.min(1, unsure / rows);
}

/** The likeliest of three tones has at least a third. */
export const lowestLine = 0.34;
export const highestLine = 0.99;
const plotHeight = 126;
/** The two figures stand above the curves, in one line or two, so that nothing runs through them. */
const figureLine = 20;
const figureGap = 28;
/** As far from the edges as the middle of a slider's thumb is, which stands below. */
const edge = 8;

function courses(confidences: readonly ConfidenceBin[], rows: number): Sureness[] {
  const steps = Math.round((highestLine - lowestLine) * 100);
  return Array.from({ length: steps + 1 }, (_, step) =>
    surenessAt(confidences, lowestLine + step / 100, rows),
  );
}

export interface SurenessOptions {
  /** Where the line lies now, 0 to 1. */
  line: number;
  /** Of a model whose probabilities were not held against labels, nothing can be expected. */
  isCalibrated: boolean;
}

/** @param width of the drawing, in CSS pixels */
export function drawSureness(
  summary: Pick<Summary, 'confidences' | 'all'>,
  { line, isCalibrated }: SurenessOptions,
  width: number,
): Drawing {
  const known = (sureness: Sureness): Sureness =>
    isCalibrated ? sureness : { ...sureness, expectedRight: null };
  const curve = courses(summary.confidences, summary.all.rows).map(known);
  const now = known(surenessNow(summary, line));
  const figures = figureMarks(now, unsureText(now, summary.all), width);
  const top = figures.height + 12;
  const bottom = top + plotHeight;
  const xOf = scaleLinear([lowestLine, highestLine], [edge, width - edge]).clamp(true);
  const yOf = scaleLinear([0, 1], [bottom, top]);
  const unsurePlaces: Place[] = curve.map((step) => ({ x: xOf(step.line), y: yOf(unsureShare(step)) }));
  const rightPlaces: Place[] = curve.flatMap((step) =>
    step.expectedRight === null ? [] : [{ x: xOf(step.line), y: yOf(step.expectedRight) }],
  );
  // Where the slider stands, which knows whole percents only.
  const lineX = xOf(Math.round(line * 100) / 100);
  const marks: Mark[] = [
    ...figures.marks,
    lineMark({ x: 0, y: bottom }, { x: width, y: bottom }, 'line'),
    lineMark({ x: lineX, y: top - 4 }, { x: lineX, y: bottom }, 'control'),
    { kind: 'line', places: unsurePlaces, colour: 'unsure', strokeWidth: 1.5, isDashed: true },
    ...(rightPlaces.length > 1
      ? [{ kind: 'line', places: rightPlaces, colour: 'ink', strokeWidth: 1.5, isDashed: false } as const]
      : []),
    unsurePoint(lineX, yOf(unsureShare(now))),
    ...(now.expectedRight === null ? [] : [rightPoint(lineX, yOf(now.expectedRight))]),
    ...[0.4, 0.6, 0.8].map((tick) =>
      textMark(shareText(tick), xOf(tick), bottom + 22, { anchor: 'middle', colour: 'soft' }),
    ),
  ];
  return {
    id: 'sureness',
    title: words.title,
    aside: words.aside,
    description: words.description(
      shareText(line),
      unsureText(now, summary.all),
      now.expectedRight === null ? null : shareText(now.expectedRight),
    ),
    width,
    height: bottom + 36,
    marks,
    notes: [isCalibrated ? words.note : words.uncalibrated],
    table: {
      columns: [words.line, 'Unsure rows', 'Unsure', 'Expected right'],
      rows: curve
        .filter((_, index) => index % 5 === 1)
        // The model's line may lie within a bin: under one name there is one figure.
        .map((step) => (Math.round(step.line * 100) === Math.round(line * 100) ? now : step))
        .map((step) => ({
          cells: [
            shareText(step.line),
            countText(step.unsure),
            unsureText(step, summary.all),
            step.expectedRight === null ? '–' : shareText(step.expectedRight),
          ],
        })),
    },
  };
}

const unsurePoint = (x: number, y: number): Mark => ({
  kind: 'point',
  x,
  y,
  radius: 4,
  colour: 'unsure',
  isHollow: true,
});
const rightPoint = (x: number, y: number): Mark => ({
  kind: 'point',
  x,
  y,
  radius: 4,
  colour: 'ink',
  isHollow: false,
});

/** What the two points on the line stand for, each beside one like it. */
function figureMarks(now: Sureness, unsureShown: string, width: number): { marks: Mark[]; height: number } {
  const rows = now.isExact ? drawingWords.rowsOf(now.unsure) : words.about(now.unsure);
  const unsureWords = `${unsureShown} ${words.unsure}, ${rows}`;
  const rightText = `${shareText(now.expectedRight ?? 0)} ${words.right}`;
  const textX = edge + 12;
  const beside = textX + textWidth(unsureWords, 13) + figureGap;
  const isOneLine = beside + 12 + textWidth(rightText, 13) <= width;
  const right = isOneLine ? { x: beside, y: 14 } : { x: edge, y: 14 + figureLine };
  return {
    marks: [
      unsurePoint(edge, 14 - 4.5),
      textMark(unsureWords, textX, 14, { colour: 'soft' }),
      ...(now.expectedRight === null
        ? []
        : [rightPoint(right.x, right.y - 4.5), textMark(rightText, right.x + 12, right.y, { weight: 500 })]),
    ],
    height: isOneLine || now.expectedRight === null ? figureLine : 2 * figureLine,
  };
}
