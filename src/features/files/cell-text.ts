/** A value of a file as it is shown. */
import type { Cell } from '#core/contracts/table';

export function cellText(cell: Cell): string {
  return cell === null ? '' : String(cell);
}
