import { InferencePool } from '../../server/services/inference/pool.ts';
import type { InferencePoolOptions } from '../../server/services/inference/pool.ts';
import { fixtureModelsDir } from './fixture-models.ts';

/** One process over the tiny models, and room for whatever a slow machine makes wait; unless told otherwise. */
export function createFixturePool(options: Partial<InferencePoolOptions> = {}): InferencePool {
  return new InferencePool({
    modelsDir: fixtureModelsDir,
    processes: 1,
    maxWaitMs: 600_000,
    maxBatchWaitMs: 600_000,
    ...options,
  });
}
