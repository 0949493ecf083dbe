/** The groups of a file beside one another. */
import type { Groups } from '../../contracts/report.ts';
import { fewestRows } from '../drawing.ts';
import type { Drawing } from '../drawing.ts';
import { plainLine } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';
import {
  divergingMarks,
  divergingSentences,
  divergingTable,
  mixedNotes,
  ofThreeNotes,
} from './diverging-rows.ts';

const words = drawingWords.groups;

/**
 * @param column its name in the file
 * @param width of the drawing, in CSS pixels
 */
export function drawGroups({ groups, others }: Groups, column: string, width: number): Drawing {
  const rows = groups.map(({ name, rows: count, shares, ofThree }) => ({
    name: plainLine(name) === '' ? words.unnamed : name,
    count,
    shares,
    filter: { group: name },
    ...(ofThree === undefined ? {} : { ofThree }),
  }));
  return {
    id: 'groups',
    title: words.title(plainLine(column)),
    aside: words.aside,
    description: divergingSentences(rows),
    width,
    ...divergingMarks(rows, width, drawingWords.rows),
    notes: [
      ...ofThreeNotes(rows),
      ...(others.groups > 0 ? [words.others(others.groups, others.rows)] : []),
      ...mixedNotes(rows),
      ...(groups.some(({ rows: count }) => count < fewestRows) ? [drawingWords.fewRows] : []),
    ],
    table: divergingTable(rows, plainLine(column) || words.column, drawingWords.rows),
  };
}
