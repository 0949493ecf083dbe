/** Tells the app that something is being done for the person, for as long as it is. */
import { useEffect } from 'react';
import { work } from '../../pwa/work.ts';

export function useWork(isBusy: boolean): void {
  useEffect(() => (isBusy ? work.begin() : undefined), [isBusy]);
}
