/** A person's own themes, by the tone of the sentences and clauses that speak of them. */
import type { ThemeShares } from '../../contracts/report.ts';
import { fewestRows } from '../drawing.ts';
import type { Drawing } from '../drawing.ts';
import { drawingWords } from '../drawing-words.ts';
import { divergingMarks, divergingSentences, divergingTable } from './diverging-rows.ts';

const words = drawingWords.themes;

/** @param width of the drawing, in CSS pixels */
export function drawThemes(themes: readonly ThemeShares[], width: number): Drawing {
  const rows = themes.map(({ name, parts, shares }) => ({ name, count: parts, shares }));
  return {
    id: 'themes',
    title: words.title,
    aside: '',
    description: divergingSentences(rows, drawingWords.partsOf),
    width,
    ...divergingMarks(rows, width, drawingWords.parts, drawingWords.partsOf),
    notes: [words.note, ...(themes.some(({ parts }) => parts < fewestRows) ? [words.few] : [])],
    table: divergingTable(rows, words.column, drawingWords.parts),
  };
}
