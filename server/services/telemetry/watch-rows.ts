/** The inference of jobs, whose rows are counted. */
import { toUndertoneError } from '#core/contracts/errors';
import type { Inference } from '../inference/inference.ts';
import type { Metrics } from './metrics.ts';

/** Answers as `inference` does. */
export function watchRows(
  inference: Pick<Inference, 'readRows' | 'model' | 'state'>,
  metrics: Metrics,
): Pick<Inference, 'readRows' | 'model' | 'state'> {
  return {
    get model() {
      return inference.model;
    },
    get state() {
      return inference.state;
    },
    async readRows(texts, options) {
      try {
        const read = await inference.readRows(texts, options);
        metrics.rowsRead(read, texts);
        return read;
      } catch (thrown) {
        metrics.textRefused(toUndertoneError(thrown), 'jobs', texts.length);
        throw thrown;
      }
    },
  };
}
