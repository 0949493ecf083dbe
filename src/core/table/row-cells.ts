/** What the cells of a row are to a run, besides its text. */
import type { Cell, ColumnRoles } from '../contracts/table.ts';
import { readRating } from './ratings.ts';
import { cellText } from './text-of.ts';

/** Null where the row is of none. */
export function groupOf(cells: readonly Cell[], { group }: Pick<ColumnRoles, 'group'>): string | null {
  if (group === null) return null;
  const name = cellText(cells[group]).trim();
  return name === '' ? null : name;
}

/** NaN where there is none. */
export function ratingOf(cells: readonly Cell[], { rating }: Pick<ColumnRoles, 'rating'>): number {
  return rating === null ? NaN : (readRating(cells[rating]) ?? NaN);
}
