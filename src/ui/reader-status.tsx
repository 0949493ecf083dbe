/** How getting the reader goes: what has arrived, what is left, and the way to stop or start it. */
import { useEffect, useState } from 'react';
import type { EngineState } from '#core/engine';
import { formatShare } from '../i18n/formats.ts';
import { readWords } from '../i18n/read.ts';
import { Button } from './button.tsx';
import './reader-status.css';

/** A reader that is here within this time needs no announcement. */
const patienceMs = 1000;

interface ReaderStatusProps {
  state: EngineState;
  /** The person ended the last attempt. */
  wasStopped: boolean;
  offer: ReaderOffer | null;
  onStart: () => void;
  onStop: () => void;
}

/** The reader is fetched only when asked for. */
export interface ReaderOffer {
  /** What fetching it takes, as far as that is known before it starts. */
  totalBytes: number | null;
}

export function ReaderStatus({ state, wasStopped, offer, onStart, onStop }: ReaderStatusProps) {
  const isBusy =
    state.kind === 'downloading' ||
    state.kind === 'verifying' ||
    state.kind === 'warming' ||
    state.kind === 'proving';
  const isWorthSaying = useAfter(patienceMs, isBusy);

  if (state.kind === 'idle') {
    if (wasStopped) {
      return (
        <div className="reader-status">
          <p>{readWords.readerStopped}</p>
          <Button onClick={onStart}>{readWords.startAgain}</Button>
        </div>
      );
    }
    if (offer === null) return null;
    return (
      <div className="reader-status">
        <Button onClick={onStart}>{readWords.getReader(offer.totalBytes)}</Button>
        <p className="small">{readWords.getReaderNote}</p>
      </div>
    );
  }
  if (!isBusy || !isWorthSaying) return null;
  if (state.kind !== 'downloading') {
    return (
      <div className="reader-status">
        <progress className="progress" aria-label={readWords.startingReader} />
        <p className="small">{readWords.startingReader}</p>
      </div>
    );
  }
  const { loadedBytes, remainingMs } = state;
  const line = readWords.gettingReader(loadedBytes, state.totalBytes, remainingMs);
  return (
    <div className="reader-status">
      <p className="reader-line">
        <span>{line}</span>
        <span aria-hidden="true"> · </span>
        <Button kind="text" onClick={onStop}>
          {readWords.stop}
        </Button>
      </p>
      <progress
        className="progress"
        aria-label={readWords.gettingReaderName}
        value={loadedBytes}
        max={Math.max(1, state.totalBytes)}
      />
      <p className="reader-line reader-note small">
        <span>{state.isMemoryOnly === true ? readWords.inMemoryOnly : readWords.onceThenOffline}</span>
        <span>{formatShare(loadedBytes / Math.max(1, state.totalBytes))}</span>
      </p>
    </div>
  );
}

/** True once `isOn` has lasted for `delayMs`. */
function useAfter(delayMs: number, isOn: boolean): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => setIsOver(true), delayMs);
    return () => {
      clearTimeout(timer);
      setIsOver(false);
    };
  }, [isOn, delayMs]);
  return isOn && isOver;
}
