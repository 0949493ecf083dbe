/** The words and phrases that are more common on one side, with the rows that hold them. */
import type { Drivers } from '../../contracts/report.ts';
import { textMark } from '../drawing.ts';
import type { Drawing, Mark } from '../drawing.ts';
import { countText } from '../drawing-figures.ts';
import { fittedText, plainLine, textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';

const words = drawingWords.drivers;
const rowHeight = 28;
const sizePx = 17;
const columnGap = 24;
const wideWidth = 420;
/** More than these stand in the table only. */
const mostShown = 12;

/** @param width of the drawing, in CSS pixels */
export function drawDrivers(drivers: Drivers, side: 'negative' | 'positive', width: number): Drawing {
  const all = drivers[side];
  const shown = all.slice(0, mostShown);
  const columns = width >= wideWidth ? 2 : 1;
  const perColumn = Math.ceil(shown.length / columns);
  const columnWidth = (width - (columns - 1) * columnGap) / columns;
  const marks = shown.flatMap(({ phrase, count }, index): Mark[] => {
    const left = Math.floor(index / perColumn) * (columnWidth + columnGap);
    const y = (index % perColumn) * rowHeight + 19;
    const figure = countText(count);
    const room = columnWidth - textWidth(figure, 13) - 12;
    return [
      textMark(fittedText(phrase, room, sizePx), left, y, { sizePx, font: 'serif' }),
      textMark(figure, left + columnWidth, y, { anchor: 'end', colour: 'soft' }),
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
