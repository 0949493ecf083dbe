/** Asks the browser to keep the reader for good, once it has shown what it is good for. */
import { useEffect } from 'react';
import { askToPersist } from '../../storage/storage-room.ts';

/** @param isWorthKeeping whether a text was read by a model that is kept on this device */
export function usePersistence(isWorthKeeping: boolean): void {
  useEffect(() => {
    if (isWorthKeeping) void askToPersist();
  }, [isWorthKeeping]);
}
