/** The five labels of a file, each with its share, its interval and its count. */
import { scaleLinear } from 'd3-scale';
import { tones, verdictLabels } from '../../contracts/analysis.ts';
import type { VerdictLabel } from '../../contracts/analysis.ts';
import type { Summary, ToneShares } from '../../contracts/report.ts';
import { fewestRows, lineMark, textMark } from '../drawing.ts';
import type { Drawing, Mark } from '../drawing.ts';
import { countText, intervalText, labelTexts, pluralText } from '../drawing-figures.ts';
import { textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';
import { labelNames } from '../label-names.ts';

const words = drawingWords.shares;
const rowHeight = 34;
const barHeight = 14;
const nameWidth = 72;
const figureRoom = 46;
const intervalRoom = 86;
/** Below this, the interval is drawn and stands in the table, but is not printed. */
const narrowWidth = 440;

/** @param width of the drawing, in CSS pixels */
export function drawShares({ all, ofThree }: Pick<Summary, 'all' | 'ofThree'>, width: number): Drawing {
  const textOf = labelTexts((label) => all.shares[label].share);
  const counts = verdictLabels.map((label) => countText(all.shares[label].count));
  const countRoom = Math.max(...counts.map((text) => textWidth(text, 13))) + 12;
  const isWide = width >= narrowWidth;
  const isFew = all.rows < fewestRows;
  const longest = isFew ? 1 : Math.max(...verdictLabels.map((label) => all.shares[label].high), 0.01);
  const xOf = scaleLinear(
    [0, longest],
    [nameWidth, width - countRoom - figureRoom - (isWide ? intervalRoom : 0)],
  );
  const marks = verdictLabels.flatMap((label, index): Mark[] => {
    const share = all.shares[label];
    const top = index * rowHeight + (rowHeight - barHeight) / 2;
    const middle = top + barHeight / 2;
    const baseline = middle + 4.5;
    if (all.rows === 0) return [textMark(labelNames[label], 0, baseline)];
    if (isFew)
      return [
        textMark(labelNames[label], 0, baseline),
        { kind: 'bar', label, x: nameWidth, y: top, width: xOf(share.share) - nameWidth, height: barHeight },
        textMark(countText(share.count), xOf(share.share) + 8, baseline, { weight: 500 }),
      ];
    const ends = { low: xOf(share.low), high: xOf(share.high) };
    return [
      textMark(labelNames[label], 0, baseline),
      {
        kind: 'bar',
        label,
        x: nameWidth,
        y: top,
        width: xOf(share.share) - nameWidth,
        height: barHeight,
      },
      ...whisker(ends.low, ends.high, middle),
      textMark(textOf(label), ends.high + 8, baseline, { weight: 500 }),
      ...(isWide
        ? [textMark(intervalText(share), width - countRoom, baseline, { anchor: 'end', colour: 'soft' })]
        : []),
      textMark(countText(share.count), width, baseline, { anchor: 'end', colour: 'soft' }),
    ];
  });
  return {
    id: 'shares',
    title: words.title,
    aside: isFew ? words.few(all.rows) : words.aside(all.rows),
    description: drawingWords.divergingDescription(
      verdictLabels.map((label) => {
        const { count } = all.shares[label];
        const rows = pluralText(count, 'row', 'rows');
        return `${labelNames[label]} ${isFew ? '' : `${textOf(label)}, `}${rows}`;
      }),
    ),
    width,
    height: verdictLabels.length * rowHeight,
    marks,
    notes: isFew ? [words.fewNote] : ofThree === undefined ? [] : [drawingWords.ofThree.sentence(ofThree)],
    table: {
      columns: [
        drawingWords.label,
        drawingWords.share,
        drawingWords.interval,
        ...(ofThree === undefined ? [] : [drawingWords.ofThree.column]),
        drawingWords.rows,
      ],
      rows: verdictLabels.map((label) => ({
        cells: [
          labelNames[label],
          ...(isFew ? ['–', '–'] : [textOf(label), intervalText(all.shares[label])]),
          ...(ofThree === undefined ? [] : [isFew ? '–' : ofThreeText(ofThree, label)]),
          countText(all.shares[label].count),
        ],
        filter: { kinds: [label] },
      })),
    },
  };
}

function ofThreeText(ofThree: ToneShares, label: VerdictLabel): string {
  const place = tones.findIndex((tone) => tone === label);
  return drawingWords.ofThree.cells(ofThree)[place] ?? '–';
}

/** An interval, with a rim of paper so that it stands out from the bar it lies on. */
function whisker(low: number, high: number, y: number): Mark[] {
  const tick = 4;
  const line = (colour: 'ink' | 'paper', strokeWidth: number): Mark[] => [
    lineMark({ x: low, y }, { x: high, y }, colour, { strokeWidth }),
    ...[low, high].map((x) => lineMark({ x, y: y - tick }, { x, y: y + tick }, colour, { strokeWidth })),
  ];
  return [...line('paper', 3.5), ...line('ink', 1.25)];
}
