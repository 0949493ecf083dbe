/** Rows that are to be quoted, kept for the next visit. */
import { useState } from 'react';
import { loadPickedRows, savePickedRows } from '../../storage/report-settings.ts';

/** For a component that is made anew for another run. */
export function usePickedRows(
  runId: string,
): [picked: readonly number[], pick: (row: number, isPicked: boolean) => void] {
  const [picked, setPicked] = useState(() => loadPickedRows(runId));
  return [
    picked,
    (row, isPicked) => {
      const others = picked.filter((one) => one !== row);
      const next = isPicked ? [...others, row] : others;
      setPicked(next);
      savePickedRows(runId, next);
    },
  ];
}
