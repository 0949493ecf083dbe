/** Rows in portions that are read and kept as a whole. */
import type { JobRow } from '#core/contracts/jobs';

/** Of the first portion; each has twice as many as the one before, so that a short job has something to show soon. */
const firstRows = 16;
/** Of a portion, at the most; a text longer than that has one of its own. */
const mostRows = 256;
const maxCharacters = 65_536;

/** The same rows make the same portions, however they came. */
export async function* inPortions(
  batches: AsyncIterable<readonly JobRow[]>,
): AsyncGenerator<JobRow[], void, undefined> {
  let portion: JobRow[] = [];
  let characters = 0;
  let maxRows = firstRows;
  for await (const batch of batches) {
    for (const row of batch) {
      const isFull = portion.length === maxRows || characters + row.text.length > maxCharacters;
      if (isFull && portion.length > 0) {
        yield portion;
        portion = [];
        characters = 0;
        maxRows = Math.min(2 * maxRows, mostRows);
      }
      portion.push(row);
      characters += row.text.length;
    }
  }
  if (portion.length > 0) yield portion;
}
