/**
 * Rows of bars around zero, negative to the left, positive to the right; the other labels in columns of their own. Where
 * the rows are unsure is drawn as well, hollow and on the same scale: a small share of negative may only mean that much.
 */
import { tones, verdictLabels } from '../../contracts/analysis.ts';
import type { LabelShares, ToneShares } from '../../contracts/report.ts';
import type { RowFilter } from '../../contracts/run.ts';
import { fewestRows, lineMark, textMark } from '../drawing.ts';
import type { Drawing, DrawingTable, Mark } from '../drawing.ts';
import { countText, intervalText, labelTexts } from '../drawing-figures.ts';
import { fittedText, plainLine, textWidth } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';
import { labelNames } from '../label-names.ts';

export interface DivergingRow {
  name: string;
  /** What the shares are of. */
  count: number;
  shares: LabelShares['shares'];
  /** Stands below the bars, in words. */
  ofThree?: ToneShares;
  filter?: RowFilter;
}

/** The shares of a row as they stand beside its bars, in its table and in words. */
const textsOf = ({ shares }: DivergingRow) => labelTexts((label) => shares[label].share);

const columnLabels = ['neutral', 'mixed', 'unsure'] as const;
const columnWidth = 50;
/** Names stand beside their bars where there is room for that, else above them. */
const beside = { fromWidth: 460, longestName: 100 } as const;
const headHeight = 26;
const barHeight = 14;
/** For what stands below the bars. */
const ofThreeHeight = 20;
/** Between a bar and its figure. */
const figureGap = 8;
/** Between names and figures, and between the column before and the bars of unsure. */
const gap = { name: 28, unsure: 16 } as const;
/** Of the names of both sides beside one another. */
const headsRoom = textWidth(labelNames.negative, 13) + textWidth(labelNames.positive, 13) + 12;
/** Bars shorter than this tell nothing. */
const leastUnsureRoom = 24;

interface Layout {
  isWide: boolean;
  rowHeight: number;
  nameRoom: number;
  /** Where bars around zero and their figures lie. */
  bars: { left: number; right: number };
  xOf: (share: number) => number;
  /** Where the bars of unsure begin, and how far from there a share reaches. */
  unsure: { left: number; lengthOf: (share: number) => number };
  countRoom: number;
  width: number;
}

function layoutOf(rows: readonly DivergingRow[], width: number, countName: string): Layout {
  const told = rows.filter(({ count }) => count >= fewestRows);
  const furthest = (label: 'negative' | 'positive' | 'unsure', least: number): number =>
    Math.max(least, ...told.map(({ shares }) => shares[label].share));
  // For the widest figure: it may stand beside the longest bar.
  const figureRoom = (label: 'negative' | 'positive'): number =>
    Math.max(0, ...told.map((row) => textWidth(textsOf(row)(label), 13))) + figureGap;
  const widest = Math.max(0, ...rows.map(({ name }) => textWidth(plainLine(name), 13)));
  const isWide = width >= beside.fromWidth && widest <= beside.longestName;
  const countRoom =
    Math.max(textWidth(countName, 13), ...rows.map(({ count }) => textWidth(countText(count), 13))) + 12;
  const nameRoom = isWide ? widest : width - countRoom - textWidth(countName, 13);
  const left = isWide ? nameRoom + gap.name : 0;
  const figures = { negative: figureRoom('negative'), positive: figureRoom('positive') + 4 };
  const most = { negative: furthest('negative', 0.02), positive: furthest('positive', 0.02) };
  const columnsRoom = columnLabels.length * columnWidth + (isWide ? countRoom : 0);
  const room = width - left - columnsRoom;
  // The names of the two sides need theirs; on the smallest screens nothing is left for bars of unsure.
  const unsureRoom = room - gap.unsure - headsRoom;
  const mostUnsure = unsureRoom < leastUnsureRoom ? 0 : furthest('unsure', 0);
  const unsureGap = mostUnsure > 0 ? gap.unsure : 0;
  const perShare = Math.min(
    Math.max(1, room - unsureGap - figures.negative - figures.positive) /
      (most.negative + most.positive + mostUnsure),
    mostUnsure > 0 ? unsureRoom / mostUnsure : Infinity,
  );
  const right = width - columnsRoom - unsureGap - mostUnsure * perShare;
  return {
    isWide,
    rowHeight: (isWide ? 30 : 50) + (rows.some(isOfThree) ? ofThreeHeight : 0),
    nameRoom,
    bars: { left, right },
    xOf: (share) => left + figures.negative + (most.negative + share) * perShare,
    unsure: {
      left: right + (columnLabels.length - 1) * columnWidth + unsureGap,
      lengthOf: (share) => (mostUnsure > 0 ? share * perShare : 0),
    },
    countRoom,
    width,
  };
}

/** Right edges of the columns: before the last one the bars of unsure have their room. */
function columnEdges({ width, isWide, countRoom, bars }: Layout): number[] {
  const last = width - (isWide ? countRoom : 0);
  return columnLabels.map((_, index) =>
    index === columnLabels.length - 1 ? last : bars.right + (index + 1) * columnWidth,
  );
}

function headMarks(layout: Layout, zeroX: number, countName: string): Mark[] {
  const soft = { colour: 'soft' } as const;
  const end = { anchor: 'end', colour: 'soft' } as const;
  const y = 13;
  const sides = [labelNames.negative, labelNames.positive];
  const [negativeWidth = 0, positiveWidth = 0] = sides.map((side) => textWidth(side, 13));
  // The names keep clear of one another and of the columns, wherever zero lies.
  const { left, right } = layout.bars;
  const negativeX = Math.max(left + negativeWidth, zeroX - 8);
  const positiveX = Math.min(right - positiveWidth, Math.max(zeroX + 8, negativeX + 12));
  return [
    textMark(labelNames.negative, Math.min(negativeX, positiveX - 12), y, end),
    textMark(labelNames.positive, positiveX, y, soft),
    ...columnEdges(layout).map((edge, index) =>
      textMark(labelNames[columnLabels[index] ?? 'neutral'], edge, y, end),
    ),
    ...(layout.isWide ? [textMark(countName, layout.width, y, end)] : []),
  ];
}

/** "4 negative, 3 positive": as many as there is room for, and none where not all fit. */
function fewText({ shares }: DivergingRow, room: number): string {
  const parts = verdictLabels
    .filter((label) => shares[label].count > 0)
    .map((label) => `${countText(shares[label].count)} ${labelNames[label].toLowerCase()}`);
  const text = drawingWords.tooFew(parts);
  return textWidth(text, 13) <= room ? text : '';
}

/** The name, and what the shares are of: at the end of the line, or beside a name that has the line to itself. */
function nameMarks(
  { name, count }: DivergingRow,
  layout: Layout,
  y: number,
  countOf: (count: number) => string,
): Mark[] {
  const { isWide, nameRoom, width } = layout;
  const shown = fittedText(name, nameRoom, 13);
  if (!isWide) return [textMark(shown, 0, y, { tail: countOf(count) })];
  return [textMark(shown, 0, y), textMark(countText(count), width, y, { anchor: 'end', colour: 'soft' })];
}

/** All that is drawn of the rows, with their heads; `countName` heads the column of what the shares are of. */
export function divergingMarks(
  rows: readonly DivergingRow[],
  width: number,
  countName: string,
  countOf: (count: number) => string = drawingWords.rowsOf,
): Pick<Drawing, 'marks' | 'height'> {
  const layout = layoutOf(rows, width, countName);
  const { left, right } = layout.bars;
  const { xOf, unsure } = layout;
  const zeroX = xOf(0);
  const edges = columnEdges(layout);
  const height = headHeight + rows.length * layout.rowHeight;
  const marks = rows.flatMap((row, index): Mark[] => {
    const top = headHeight + index * layout.rowHeight;
    const middle = layout.isWide ? top + 15 : top + 33;
    const baseline = middle + 4.5;
    const nameY = layout.isWide ? baseline : top + 17;
    const head = nameMarks(row, layout, nameY, countOf);
    if (row.count < fewestRows) {
      const room = (layout.isWide ? (edges.at(-1) ?? right) : width) - left;
      return [...head, textMark(fewText(row, room), left, baseline, { colour: 'soft' })];
    }
    const { negative, positive } = row.shares;
    const textOf = textsOf(row);
    const ends = { negative: xOf(-negative.share), positive: xOf(positive.share) };
    const bar = { kind: 'bar', y: middle - barHeight / 2, height: barHeight } as const;
    return [
      ...head,
      { ...bar, label: 'negative', x: ends.negative, width: zeroX - ends.negative },
      { ...bar, label: 'positive', x: zeroX, width: ends.positive - zeroX },
      { ...bar, label: 'unsure', x: unsure.left, width: unsure.lengthOf(row.shares.unsure.share) },
      lineMark({ x: zeroX, y: bar.y - 3 }, { x: zeroX, y: bar.y + barHeight + 3 }, 'control'),
      textMark(textOf('negative'), ends.negative - figureGap, baseline, { anchor: 'end' }),
      textMark(textOf('positive'), ends.positive + figureGap, baseline),
      ...columnLabels.map((label, column) =>
        textMark(textOf(label), edges[column] ?? width, baseline, {
          anchor: 'end',
          colour: 'soft',
        }),
      ),
      ...(isOfThree(row)
        ? [
            textMark(ofThreeText(row.ofThree, width - left), left, baseline + ofThreeHeight, {
              colour: 'soft',
            }),
          ]
        : []),
    ];
  });
  return { marks: [...headMarks(layout, zeroX, countName), ...marks], height };
}

function isOfThree(row: DivergingRow): row is DivergingRow & { ofThree: ToneShares } {
  return row.ofThree !== undefined && row.count >= fewestRows;
}

/** Named where there is room for that. */
function ofThreeText(ofThree: ToneShares, room: number): string {
  const text = drawingWords.ofThree.named(ofThree);
  return textWidth(text, 13) <= room ? text : drawingWords.ofThree.divided(ofThree);
}

/** What is said below rows where something stands below their bars. */
export function ofThreeNotes(rows: readonly DivergingRow[]): string[] {
  return rows.some(isOfThree) ? [drawingWords.ofThree.belowBars] : [];
}

/** From this share of mixed rows on, a group without any beside it looks wrong. */
const muchMixed = 0.1;

/** What is said below rows of which some have no mixed and others many: where texts are short that is how it is. */
export function mixedNotes(rows: readonly DivergingRow[]): string[] {
  const told = rows.filter(({ count }) => count >= fewestRows);
  const isOdd =
    told.some(({ shares }) => shares.mixed.count === 0) &&
    told.some(({ shares }) => shares.mixed.share >= muchMixed);
  return isOdd ? [drawingWords.noneMixed] : [];
}

/** Counts and shares of every label, with the interval of negative and positive. */
export function divergingTable(
  rows: readonly DivergingRow[],
  nameColumn: string,
  countName: string,
): DrawingTable {
  const ofThreeTones = rows.some(isOfThree) ? tones : [];
  return {
    columns: [
      nameColumn,
      ...verdictLabels.map((label) => labelNames[label]),
      ...ofThreeTones.map((tone) => drawingWords.ofThree.columnOf(labelNames[tone])),
      countName,
    ],
    rows: rows.map((row) => {
      const { name, count, shares, ofThree, filter } = row;
      const textOf = textsOf(row);
      return {
        cells: [
          plainLine(name),
          ...verdictLabels.map((label) => {
            const share = shares[label];
            if (count < fewestRows) return countText(share.count);
            return `${countText(share.count)} · ${textOf(label)}\n${intervalText(share)}`;
          }),
          ...(ofThree === undefined || count < fewestRows
            ? ofThreeTones.map(() => '–')
            : drawingWords.ofThree.cells(ofThree)),
          countText(count),
        ],
        ...(filter === undefined ? {} : { filter }),
      };
    }),
  };
}

/** "March: negative 62 %, positive 21 %, of 620", of those with enough rows. */
export function divergingSentences(
  rows: readonly DivergingRow[],
  countOf: (count: number) => string = drawingWords.rowsOf,
): string {
  return drawingWords.divergingDescription(
    rows.map((row) => {
      const name = plainLine(row.name);
      if (row.count < fewestRows) return `${name}: ${countOf(row.count)}`;
      const textOf = textsOf(row);
      return `${name}: negative ${textOf('negative')}, positive ${textOf('positive')}, of ${countText(row.count)}`;
    }),
  );
}
