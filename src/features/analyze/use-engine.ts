/** The engine's state as React sees it. */
import { useCallback, useSyncExternalStore } from 'react';
import type { EngineState } from '#core/engine';
import type { Router, RouterStatus } from '../../engine/router.ts';

function useSubscribe(engine: Router) {
  return useCallback((listener: () => void) => engine.subscribe(listener), [engine]);
}

export function useEngineState(engine: Router): EngineState {
  return useSyncExternalStore(useSubscribe(engine), () => engine.state);
}

export function useEngineStatus(engine: Router): RouterStatus {
  return useSyncExternalStore(useSubscribe(engine), () => engine.status);
}
