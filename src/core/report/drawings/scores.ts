/** How the scores of a file are spread, from negative to positive. */
import { scaleLinear } from 'd3-scale';
import { verdictLabels } from '../../contracts/analysis.ts';
import type { VerdictLabel } from '../../contracts/analysis.ts';
import type { ScoreBin, Summary } from '../../contracts/report.ts';
import { lineMark, textMark } from '../drawing.ts';
import type { Drawing, Mark } from '../drawing.ts';
import { countText } from '../drawing-figures.ts';
import { textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';
import { labelNames } from '../label-names.ts';
import { roomyLabels } from './roomy-labels.ts';

const words = drawingWords.scores;
const height = 200;
const baseline = 168;
const top = 24;

/** From the foot of a bar to its top: those that are told by a tone first, the unsure ones last. */
const stackOrder = ['negative', 'positive', 'neutral', 'mixed', 'unsure'] as const satisfies VerdictLabel[];

interface StackedBar {
  bin: ScoreBin;
  x: number;
  width: number;
  y: number;
}

/** The rows of a bin as they read, on one another. */
function stackMarks({ bin, x, width }: StackedBar, yOf: (count: number) => number): Mark[] {
  let below = 0;
  return stackOrder.flatMap((label): Mark[] => {
    const foot = yOf(below);
    below += bin.byLabel[label];
    const y = yOf(below);
    return bin.byLabel[label] === 0 ? [] : [{ kind: 'bar', label, x, y, width, height: foot - y }];
  });
}

/** "−0.4": with a minus of its own width. */
function scoreText(score: number): string {
  const rounded = Math.round(score * 100) / 100;
  return String(rounded === 0 ? 0 : rounded).replace('-', '−');
}

/** @param width of the drawing, in CSS pixels */
export function drawScores({ scores }: Pick<Summary, 'scores'>, width: number): Drawing {
  const most = Math.max(1, ...scores.map(({ count }) => count));
  const xOf = scaleLinear([-1, 1], [0, width]);
  const yOf = scaleLinear([0, most], [baseline, top]);
  const bars = scores.map((bin): StackedBar => ({
    bin,
    x: xOf(bin.from) + 1,
    width: Math.max(1, xOf(bin.to) - xOf(bin.from) - 2),
    y: yOf(bin.count),
  }));
  const labels = bars
    .filter(({ bin }) => bin.count > 0)
    .toSorted((a, b) => b.bin.count - a.bin.count)
    .map(({ bin, x, width: barWidth, y }) => {
      const text = countText(bin.count);
      const half = textWidth(text, 13) / 2;
      const middle = Math.min(width - half, Math.max(half, x + barWidth / 2));
      return { text, x: middle, y: y - 6 };
    });
  // A label that would lie in the bar of a neighbour is left out as well.
  const isFree = ({ text, x, y }: { text: string; x: number; y: number }): boolean => {
    const half = textWidth(text, 13) / 2;
    return bars.every((bar) => bar.x > x + half || bar.x + bar.width < x - half || bar.y >= y + 2);
  };
  const marks: Mark[] = [
    ...bars.flatMap((bar) => stackMarks(bar, yOf)),
    lineMark({ x: 0, y: baseline }, { x: width, y: baseline }, 'line'),
    lineMark({ x: xOf(0), y: top - 8 }, { x: xOf(0), y: baseline + 6 }, 'control'),
    ...roomyLabels(labels.filter(isFree)).map(({ text, x, y }) => textMark(text, x, y, { anchor: 'middle' })),
    textMark(words.lowest, 0, height - 6, { colour: 'soft' }),
    textMark('0', xOf(0), height - 6, { anchor: 'middle', colour: 'soft' }),
    textMark(words.highest, width, height - 6, { anchor: 'end', colour: 'soft' }),
  ];
  const sum = (bins: readonly ScoreBin[]): number => bins.reduce((total, { count }) => total + count, 0);
  const below = sum(scores.filter(({ from, to }) => (from + to) / 2 < 0));
  return {
    id: 'scores',
    title: words.title,
    aside: words.aside,
    description: words.description(below, sum(scores) - below, sum(scores)),
    width,
    height,
    marks,
    notes: [words.note],
    table: {
      columns: [words.score, drawingWords.rows, ...verdictLabels.map((label) => labelNames[label])],
      rows: scores.map(({ from, to, count, byLabel }) => ({
        cells: [
          words.range(scoreText(from), scoreText(to)),
          countText(count),
          ...verdictLabels.map((label) => countText(byLabel[label])),
        ],
      })),
    },
  };
}
