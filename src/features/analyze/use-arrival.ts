/** What was shared with the app or opened with it comes into the box; what stood there can be brought back. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { intake } from '../../pwa/intake.ts';
import type { Arrival } from '../../pwa/intake.ts';

export interface ArrivalNews {
  arrival: Arrival;
  /** The text that gave way to the arrival; empty when none did. */
  replaced: string;
}

/**
 * @param text what the box holds
 * @param write puts another text there
 * @returns what there is to say of the last arrival, and the way to be done with it
 */
export function useArrival(text: string, write: (text: string) => void): [ArrivalNews | null, () => void] {
  const arrival = useSyncExternalStore(intake.subscribe, intake.get);
  const [seen, setSeen] = useState<Arrival | null>(null);
  const [news, setNews] = useState<ArrivalNews | null>(null);

  if (arrival !== null && arrival !== seen) {
    const isNew = arrival.text !== '' && arrival.text !== text;
    setSeen(arrival);
    setNews({ arrival, replaced: isNew ? text : '' });
    if (isNew) write(arrival.text);
  }

  useEffect(() => {
    if (seen !== null) intake.take();
  }, [seen]);

  return [news, () => setNews(null)];
}
