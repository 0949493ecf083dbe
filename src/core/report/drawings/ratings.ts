/** What people rated against how they read. */
import type { Ratings } from '../../contracts/report.ts';
import { fewestRows } from '../drawing.ts';
import type { Drawing } from '../drawing.ts';
import { plainLine } from '../drawing-text.ts';
import { drawingWords } from '../drawing-words.ts';
import { divergingMarks, divergingSentences, divergingTable, mixedNotes } from './diverging-rows.ts';

const words = drawingWords.ratings;

/** The two sentences on rows whose rating and reading disagree, also as the page offers them as lists. */
export function disagreements({ highReadsNegative, lowReadsPositive }: Ratings): [string, string] {
  return [
    words.highNegative(highReadsNegative.from, highReadsNegative.to, highReadsNegative.count),
    words.lowPositive(lowReadsPositive.from, lowReadsPositive.to, lowReadsPositive.count),
  ];
}

/**
 * @param column its name in the file
 * @param width of the drawing, in CSS pixels
 */
export function drawRatings(ratings: Ratings, column: string, width: number): Drawing {
  const rows = ratings.byRating
    .toSorted((a, b) => b.rating - a.rating)
    .map(({ rating, rows: count, shares }) => ({
      name: String(rating),
      count,
      shares,
      filter: { rating: { from: rating, to: rating } },
    }));
  return {
    id: 'ratings',
    title: words.title,
    aside: '',
    description: divergingSentences(rows),
    width,
    ...divergingMarks(
      rows.map((row) => ({ ...row, name: words.rated(row.name) })),
      width,
      drawingWords.rows,
    ),
    notes: [
      ...disagreements(ratings).map((sentence) => `${sentence}.`),
      ...(ratings.unrated > 0 ? [words.unrated(ratings.unrated)] : []),
      ...mixedNotes(rows),
      ...(rows.some(({ count }) => count < fewestRows) ? [drawingWords.fewRows] : []),
    ],
    table: divergingTable(rows, plainLine(column) || words.column, drawingWords.rows),
  };
}
