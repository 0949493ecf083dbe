/** What was shared with the app or opened with it comes into the box; what the person had there can be brought back. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { intake } from '../../pwa/intake.ts';
import type { Arrival } from '../../pwa/intake.ts';
import { loadArrived, loadReplaced, saveArrived, saveDraft, saveReplaced } from '../../storage/draft.ts';

export interface ArrivalNews {
  /** The last arrival, as long as there is something to say of it. */
  arrival: Arrival | null;
  /** What the person had in the box before anything came, put aside; empty when there is none. */
  replaced: string;
  /** To be called when all is said, and when the text was brought back: nothing is put aside any more. */
  close: () => void;
}

/**
 * @param text what the box holds
 * @param write puts another text there
 */
export function useArrival(text: string, write: (text: string) => void): ArrivalNews {
  const waiting = useSyncExternalStore(intake.subscribe, intake.get);
  const [seen, setSeen] = useState<Arrival | null>(null);
  const [arrival, setArrival] = useState<Arrival | null>(null);
  const [replaced, setReplaced] = useState(loadReplaced);
  /** The text that came last. As long as the box holds it as it came, nothing there is the person's own. */
  const [arrived, setArrived] = useState(() => (loadArrived() ? text : ''));

  if (waiting !== null && waiting !== seen) {
    setSeen(waiting);
    setArrival(waiting);
    if (waiting.text !== '' && waiting.text !== text) {
      const own = text === arrived ? '' : text;
      setReplaced([replaced, own].filter((one) => one.trim() !== '').join('\n\n'));
      setArrived(waiting.text);
      write(waiting.text);
    }
  }

  useEffect(() => {
    if (seen !== null) intake.take();
  }, [seen]);

  useEffect(() => saveReplaced(replaced), [replaced]);

  const isAsItCame = text !== '' && text === arrived;
  useEffect(() => {
    // Together with the mark: one of them alone would pass the person's own text off as one that came.
    if (isAsItCame) saveDraft(text);
    saveArrived(isAsItCame);
  }, [isAsItCame, text]);

  return {
    arrival,
    replaced,
    close() {
      setArrival(null);
      setReplaced('');
    },
  };
}
