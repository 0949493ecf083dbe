/** Starts and stops the reader on behalf of the page, and outlives any one screen of it. */
import type { EngineState } from '#core/engine';
import type { Router } from '../../engine/router.ts';

export interface ReaderControl {
  readonly engine: Router;
  /** Whether the last attempt was ended by the person, in whichever tab; changes together with the engine's state. */
  readonly wasStopped: boolean;
  /** Fetches and starts the reader; how it goes is told by the engine's state. */
  readonly start: () => void;
  /** Stops fetching; the engine is idle afterwards. */
  readonly stop: () => void;
}

/**
 * Whether a text that waits will be read without anything more being done: not after a failure, a stop, or as long as
 * the reader is only offered.
 */
export function isReaderComing(state: EngineState, wasStopped: boolean, isOffered: boolean): boolean {
  return state.kind !== 'failed' && !(state.kind === 'idle' && (wasStopped || isOffered));
}

/**
 * @param guarded resolves when a worker may be started; until then the reader waits
 */
export function createReaderControl(
  engine: Router,
  guarded: Promise<void> = Promise.resolve(),
): ReaderControl {
  return {
    engine,
    get wasStopped() {
      return engine.status.wasStopped;
    },
    start() {
      // A guard that fails guards nothing. How the start goes is told by the state.
      guarded
        .catch(() => undefined)
        .then(() => engine.start())
        .catch(() => undefined);
    },
    stop() {
      engine.stop();
    },
  };
}
