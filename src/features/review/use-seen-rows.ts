/** Tells a blind check which of its rows have been shown elsewhere together with what the model says of them. */
import { useEffect, useRef } from 'react';
import type { RowView } from '#core/contracts/run';
import { withSeen } from './check-steps.ts';
import type { BlindChecking } from './use-blind-check.ts';

/** @param shown null where nothing is */
export function useSeenRows(shown: RowView | null, { check, change }: BlindChecking): void {
  const row = shown?.row;
  const isNew = row !== undefined && check !== null && check !== undefined && withSeen(check, row) !== check;
  // Once: where it cannot be kept, it would be tried for ever.
  const told = useRef<number>(undefined);
  useEffect(() => {
    if (row === undefined || !isNew || told.current === row) return;
    told.current = row;
    change({ change: (now) => withSeen(now, row), replacement: null });
  }, [row, isNew, change]);
}
