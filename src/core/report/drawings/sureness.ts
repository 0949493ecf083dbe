/** What a line for unsure costs and brings: how much of a file falls below it, and how right the rest is expected to be. */
import { scaleLinear } from 'd3-scale';
import type { ConfidenceBin, Summary } from '../../contracts/report.ts';
import { lineMark, textMark } from '../drawing.ts';
import type { Drawing, Mark, Place } from '../drawing.ts';
import { countText, shareText } from '../drawing-figures.ts';
import { textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';

const words = drawingWords.sureness;

export interface Sureness {
  /** Confidence below which a row is unsure, 0 to 1. */
  line: number;
  rows: number;
  unsure: number;
  /** The mean probability of the likeliest tone at or above the line: calibrated, it is how many are right; null of none. */
  expectedRight: number | null;
}

/**
 * By bins: a line within one counts the whole bin as below it.
 *
 * @param rows of the file that were read, mixed ones too: the share of unsure is of all of them
 */
export function surenessAt(confidences: readonly ConfidenceBin[], line: number, rows: number): Sureness {
  const counted = confidences.reduce((sum, { count }) => sum + count, 0);
  // A hair of tolerance, since hundredths have no exact binary form.
  const answered = confidences.filter(({ from }) => from >= line - 1e-6);
  const count = answered.reduce((sum, bin) => sum + bin.count, 0);
  const right = answered.reduce((sum, bin) => sum + bin.sum, 0);
  return { line, rows, unsure: counted - count, expectedRight: count === 0 ? null : right / count };
}

/** The likeliest of three tones has at least a third. */
export const lowestLine = 0.34;
export const highestLine = 0.99;
const height = 176;
const plot = { top: 14, bottom: 140 } as const;

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
  { confidences, all: { rows } }: Pick<Summary, 'confidences' | 'all'>,
  { line, isCalibrated }: SurenessOptions,
  width: number,
): Drawing {
  const known = (sureness: Sureness): Sureness =>
    isCalibrated ? sureness : { ...sureness, expectedRight: null };
  const curve = courses(confidences, rows).map(known);
  const now = known(surenessAt(confidences, line, rows));
  const share = ({ unsure, rows: of }: Sureness): number => (of === 0 ? 0 : Math.min(1, unsure / of));
  const xOf = scaleLinear([lowestLine, highestLine], [8, width - 8]).clamp(true);
  const yOf = scaleLinear([0, 1], [plot.bottom, plot.top]);
  const unsurePlaces: Place[] = curve.map((step) => ({ x: xOf(step.line), y: yOf(share(step)) }));
  const rightPlaces: Place[] = curve.flatMap((step) =>
    step.expectedRight === null ? [] : [{ x: xOf(step.line), y: yOf(step.expectedRight) }],
  );
  const lineX = xOf(line);
  const unsureY = yOf(share(now));
  const rightY = now.expectedRight === null ? null : yOf(now.expectedRight);
  const isLeft = lineX > width / 2;
  const anchor = isLeft ? 'end' : 'start';
  // Beside the line, as long as the text does not leave the picture.
  const besideLine = (text: string): number =>
    isLeft ? Math.max(lineX - 10, textWidth(text, 13)) : Math.min(lineX + 10, width - textWidth(text, 13));
  const unsureText = `${shareText(share(now))} ${words.unsure}, ${words.about(now.unsure)}`;
  const rightText = `${shareText(now.expectedRight ?? 0)} ${words.right}`;
  const heights = textHeights(unsureY, rightY);
  const marks: Mark[] = [
    lineMark({ x: 0, y: plot.bottom }, { x: width, y: plot.bottom }, 'line'),
    lineMark({ x: lineX, y: plot.top - 8 }, { x: lineX, y: plot.bottom }, 'control'),
    { kind: 'line', places: unsurePlaces, colour: 'unsure', strokeWidth: 1.5, isDashed: true },
    ...(rightPlaces.length > 1
      ? [{ kind: 'line', places: rightPlaces, colour: 'ink', strokeWidth: 1.5, isDashed: false } as const]
      : []),
    { kind: 'point', x: lineX, y: unsureY, radius: 4, colour: 'unsure', isHollow: true },
    textMark(unsureText, besideLine(unsureText), heights.unsure, {
      anchor,
      colour: 'soft',
    }),
    ...(rightY === null
      ? []
      : [
          { kind: 'point', x: lineX, y: rightY, radius: 4, colour: 'ink', isHollow: false } as const,
          textMark(rightText, besideLine(rightText), heights.right, {
            anchor,
            weight: 500,
          }),
        ]),
    ...[0.4, 0.6, 0.8].map((tick) =>
      textMark(shareText(tick), xOf(tick), plot.bottom + 22, { anchor: 'middle', colour: 'soft' }),
    ),
  ];
  return {
    id: 'sureness',
    title: words.title,
    aside: words.aside,
    description: words.description(
      shareText(line),
      shareText(share(now)),
      now.expectedRight === null ? null : shareText(now.expectedRight),
    ),
    width,
    height,
    marks,
    notes: [isCalibrated ? words.note : words.uncalibrated],
    table: {
      columns: [words.line, 'Unsure rows', 'Unsure', 'Expected right'],
      rows: curve
        .filter((_, index) => index % 5 === 1)
        .map((step) => ({
          cells: [
            shareText(step.line),
            countText(step.unsure),
            shareText(share(step)),
            step.expectedRight === null ? '–' : shareText(step.expectedRight),
          ],
        })),
    },
  };
}

/** The baselines of the two texts, clear of the two points and of one another. */
function textHeights(unsureY: number, rightY: number | null): { unsure: number; right: number } {
  const above = (y: number): number => Math.max(plot.top - 2, y - 10);
  const below = (y: number): number => Math.min(plot.bottom - 5, y + 20);
  if (rightY === null || unsureY < rightY)
    return { unsure: rightY === null ? below(unsureY) : above(unsureY), right: below(rightY ?? 0) };
  // Between the curves where both find room there, else around them.
  return unsureY - rightY > 56
    ? { unsure: above(unsureY), right: below(rightY) }
    : { unsure: below(unsureY), right: above(rightY) };
}
