/** Rows that have too few or too many cells. */
import type { RowFault } from '../contracts/table.ts';

/** Null where there are as many cells as columns. */
export function raggedFault(cells: number, columns: number): RowFault | null {
  if (cells === columns) return null;
  return cells < columns ? 'too-few-cells' : 'too-many-cells';
}
