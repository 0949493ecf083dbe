/** Takes the rows of a file in, once, with the way to stop it. */
import { useEffect, useRef, useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import type { ColumnRoles, TableShape } from '#core/contracts/table';
import type { Runs } from '../../engine/runs/runs.ts';
import { duringWork } from '../../pwa/work.ts';

export interface TakingIn {
  /** Bytes; null while nothing is taken in, `soon` until the first are told. */
  progress: { done: number; total: number } | 'soon' | null;
  error: UndertoneError | null;
  wasCancelled: boolean;
  take: (file: File, options: { shape: TableShape; roles: ColumnRoles; anyLanguage: boolean }) => void;
  cancel: () => void;
}

export function useTakingIn(runs: Runs, onTaken: (run: Run) => void): TakingIn {
  const [progress, setProgress] = useState<TakingIn['progress']>(null);
  const [error, setError] = useState<UndertoneError | null>(null);
  const [wasCancelled, setWasCancelled] = useState(false);
  const current = useRef<AbortController | null>(null);

  /** Whoever goes elsewhere meanwhile is not brought back: the run then waits in the list. */
  const isHere = useRef(true);

  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  async function takeIn(...[file, options]: Parameters<TakingIn['take']>): Promise<void> {
    const own = new AbortController();
    current.current?.abort();
    current.current = own;
    setProgress('soon');
    setError(null);
    setWasCancelled(false);
    try {
      const work = { signal: own.signal, onProgress: setProgress };
      const run = await duringWork(() => runs.takeIn(file, options, work));
      if (isHere.current && current.current === own) onTaken(run);
    } catch (thrown) {
      const failure = toUndertoneError(thrown);
      if (failure.code === 'cancelled') setWasCancelled(true);
      else setError(failure);
    } finally {
      if (current.current === own) setProgress(null);
    }
  }

  return {
    progress,
    error,
    wasCancelled,
    take: (...given) => void takeIn(...given),
    cancel: () => current.current?.abort(),
  };
}
