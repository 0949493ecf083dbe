/** Tries again to get the reader when the network, or the person, comes back. */
import { useEffect } from 'react';
import type { EngineState } from '#core/engine';
import type { ReaderControl } from './reader-control.ts';

export function useRetryWhenBack(state: EngineState, control: ReaderControl): void {
  const isMissing = state.kind === 'failed' && state.error.code === 'model-unavailable';

  useEffect(() => {
    if (!isMissing) return undefined;
    const startWhenVisible = () => {
      if (document.visibilityState === 'visible' && navigator.onLine) control.start();
    };
    window.addEventListener('online', startWhenVisible);
    document.addEventListener('visibilitychange', startWhenVisible);
    return () => {
      window.removeEventListener('online', startWhenVisible);
      document.removeEventListener('visibilitychange', startWhenVisible);
    };
  }, [isMissing, control]);
}
