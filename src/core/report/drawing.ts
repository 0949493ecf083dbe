/** A picture as plain data: what is drawn, what it says in words, and the same as a table. */
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { RowFilter } from '../contracts/run.ts';

/** What a mark is coloured by: a tone, or paper and ink. */
export type Colour =
  | 'ink'
  | 'soft'
  | 'line'
  | 'control'
  | 'paper'
  | 'negative'
  | 'negative-tint'
  | 'neutral'
  | 'positive'
  | 'unsure';

export interface Place {
  x: number;
  y: number;
}

/** A share or a count. Negative is hatched, positive solid, neutral plain, mixed both halves, unsure hollow and dashed. */
export interface BarMark {
  kind: 'bar';
  label: VerdictLabel;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface LineMark {
  kind: 'line';
  /** At least two. */
  places: readonly Place[];
  colour: Colour;
  strokeWidth: number;
  isDashed: boolean;
}

/** From a lower to an upper edge, as an interval around a line is. */
export interface BandMark {
  kind: 'band';
  /** From left to right; `low` and `high` are heights on the picture. */
  edges: readonly { x: number; low: number; high: number }[];
  colour: Colour;
}

export interface PointMark {
  kind: 'point';
  x: number;
  y: number;
  radius: number;
  colour: Colour;
  /** Of too few rows to be relied on. */
  isHollow: boolean;
}

export interface TextMark {
  kind: 'text';
  text: string;
  /** Stands after the text, softly: how wide the text is, only whoever draws it knows. */
  tail?: string;
  x: number;
  /** Of the baseline. */
  y: number;
  anchor: 'start' | 'middle' | 'end';
  sizePx: number;
  weight: 400 | 500 | 600;
  /** People's words are set in serif. */
  font: 'sans' | 'serif';
  colour: Colour;
}

export type Mark = BarMark | LineMark | BandMark | PointMark | TextMark;

export interface TableLine {
  /** The first one names the row; the others are figures, of which some have two lines. */
  cells: readonly string[];
  /** The rows of the file that it stands for, where they can be asked for. */
  filter?: RowFilter;
}

export interface DrawingTable {
  columns: readonly string[];
  rows: readonly TableLine[];
}

/** Sizes and places are CSS pixels at the width it was drawn for: it is drawn anew for another width, never scaled. */
export interface Drawing {
  /** Its name among the drawings of a run, for ids and names of files. */
  id: string;
  title: string;
  /** What the figures are, in a few words beside the title. */
  aside: string;
  /** What it says, in a sentence or two, for those who do not see it. */
  description: string;
  width: number;
  height: number;
  marks: readonly Mark[];
  /** What has to be known besides: what is left out, what is hollow. */
  notes: readonly string[];
  table: DrawingTable;
}

/** Groups and points of fewer rows show counts only, or hollow. */
export const fewestRows = 10;

/** Between a text and its tail, in pixels. */
export const tailGapPx = 10;

const textDefaults = { anchor: 'start', sizePx: 13, weight: 400, font: 'sans', colour: 'ink' } as const;

/** A text of 13 px in ink, but for what is said otherwise. */
export function textMark(
  text: string,
  x: number,
  y: number,
  look: Partial<Pick<TextMark, 'anchor' | 'sizePx' | 'weight' | 'font' | 'colour' | 'tail'>> = {},
): TextMark {
  return { kind: 'text', text, x, y, ...textDefaults, ...look };
}

/** A straight line of one pixel, but for what is said otherwise. */
export function lineMark(
  from: Place,
  to: Place,
  colour: Colour,
  look: Partial<Pick<LineMark, 'strokeWidth' | 'isDashed'>> = {},
): LineMark {
  return { kind: 'line', places: [from, to], colour, strokeWidth: 1, isDashed: false, ...look };
}
