/** The engine's state as React sees it. */
import type { EngineState } from '#core/engine';
import type { Router } from '../../engine/router.ts';
import { useWatched } from '../../ui/use-watched.ts';

export function useEngineState(engine: Router): EngineState {
  return useWatched(engine, () => engine.state);
}
