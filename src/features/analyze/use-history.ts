/** Keeps readings in the history, where the person wants one: not of every text that was passed through while typing. */
import { useEffect, useRef } from 'react';
import { keepReading } from '../../storage/history.ts';
import { historyWish } from '../../storage/history-wish.ts';
import { useWatched } from '../../ui/use-watched.ts';
import type { ReadText, Reading } from './use-reading.ts';

/** As long as it rests before it is spoken. */
const restMs = 1500;

/**
 * A reading is kept once its text has rested.
 *
 * @returns to be called when the person asks for the text to be read: then it is kept at once
 */
export function useHistory({ phase, latest }: Pick<Reading, 'phase' | 'latest'>, text: string): () => void {
  const isKept = useWatched(historyWish, () => historyWish.get().isKept);
  const askedFor = useRef<string | null>(null);
  const read = phase === 'read' && isKept ? latest : null;

  useEffect(() => {
    if (read === null) return;
    const isAskedFor = askedFor.current === read.text;
    askedFor.current = null;
    const timer = setTimeout(() => void keep(read), isAskedFor ? 0 : restMs);
    return () => clearTimeout(timer);
  }, [read]);

  return () => {
    askedFor.current = text;
    if (read?.text === text) void keep(read);
  };
}

async function keep({ text, analysis: { label, confidence, model } }: ReadText): Promise<void> {
  try {
    await keepReading({
      text,
      label,
      confidence,
      modelName: model.name,
      modelVersion: model.version,
      readAtMs: Date.now(),
    });
  } catch {
    // Settings says what is kept; the reading itself is here all the same.
  }
}
