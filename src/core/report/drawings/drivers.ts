/** The words and phrases that are more common on one side, with the rows that hold them. */
import type { Driver, Drivers } from '../../contracts/report.ts';
import { textMark } from '../drawing.ts';
import type { Drawing, Mark } from '../drawing.ts';
import { countText } from '../drawing-figures.ts';
import { fittedText, plainLine, textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';

const words = drawingWords.drivers;
const rowHeight = 28;
const sizePx = 17;
const columnGap = 24;
/** Between a phrase and its figure, at least. */
const figureGap = 12;
const wideWidth = 420;
/** More than these stand in the table only. */
const mostShown = 12;

interface Column {
  left: number;
  right: number;
}

/**
 * Two columns where there is room for every phrase in them, halves if they can be, else as wide as their phrases need;
 * one where that takes to have phrases whole. What is cut even so is longer than the drawing is wide.
 */
function columnsOf(shown: readonly Driver[], width: number): Column[] {
  const one = [{ left: 0, right: width }];
  if (width < wideWidth) return one;
  const perColumn = Math.ceil(shown.length / 2);
  const [first, second] = [shown.slice(0, perColumn), shown.slice(perColumn)].map((drivers) =>
    Math.max(0, ...drivers.map(widthOf)),
  );
  const room = width - columnGap;
  if (first === undefined || second === undefined || first + second > room) return one;
  const split = Math.min(Math.max(room / 2, first), room - second);
  return [
    { left: 0, right: split },
    { left: split + columnGap, right: width },
  ];
}

function widthOf({ phrase, count }: Driver): number {
  return textWidth(plainLine(phrase), sizePx) + figureGap + textWidth(countText(count), 13);
}

/** @param width of the drawing, in CSS pixels */
export function drawDrivers(drivers: Drivers, side: 'negative' | 'positive', width: number): Drawing {
  const all = drivers[side];
  const shown = all.slice(0, mostShown);
  const columns = columnsOf(shown, width);
  const perColumn = Math.ceil(shown.length / columns.length);
  const marks = shown.flatMap(({ phrase, count }, index): Mark[] => {
    const { left, right } = columns[Math.floor(index / perColumn)] ?? { left: 0, right: width };
    const y = (index % perColumn) * rowHeight + 19;
    const figure = countText(count);
    const room = right - left - textWidth(figure, 13) - figureGap;
    return [
      textMark(fittedText(phrase, room, sizePx), left, y, { sizePx, font: 'serif' }),
      textMark(figure, right, y, { anchor: 'end', colour: 'soft' }),
    ];
  });
  const title = words[side];
  return {
    id: `drivers-${side}`,
    title,
    aside: words.of(drivers.of[side]),
    description: words.description(
      title,
      shown.map(({ phrase, count }) => `${plainLine(phrase)} ${countText(count)}`),
    ),
    width,
    height: Math.max(1, perColumn) * rowHeight,
    marks: shown.length === 0 ? [textMark(words.none, 0, 19, { colour: 'soft' })] : marks,
    notes: [],
    table: {
      columns: [
        words.column,
        words.negativeColumn(drivers.of.negative),
        words.positiveColumn(drivers.of.positive),
      ],
      rows: all.map(({ phrase, count, otherCount }) => ({
        cells: [
          plainLine(phrase),
          ...(side === 'negative' ? [count, otherCount] : [otherCount, count]).map(countText),
        ],
        filter: { kinds: [side], search: phrase },
      })),
    },
  };
}
