/** Tells in the log when nothing can be read, and when it can be again. */
import type { ErrorCode } from '#core/contracts/errors';
import { wordsFor } from '../../program-words.ts';
import type { Inference } from '../inference/inference.ts';

export interface FailureLog {
  error(facts: object, sentence: string): void;
  warn(sentence: string): void;
}

/**
 * Once for each reason, from now on: it is tried again every few seconds, and a line each time would say nothing new.
 *
 * @param rest a sentence on what still goes on; empty for none
 */
export function logFailures(
  inference: Pick<Inference, 'state' | 'subscribe'>,
  log: FailureLog,
  rest: string,
): void {
  let told: ErrorCode | null = null;
  inference.subscribe(() => {
    const { state } = inference;
    if (state.kind === 'ready' && told !== null) {
      told = null;
      log.warn('Texts can be read again.');
    }
    if (state.kind !== 'failed') return;
    const { error } = state;
    if (error.code === told || error.code === 'cancelled') return;
    told = error.code;
    log.error(
      { error: { ...error, ...wordsFor(error.code, error.details) } },
      `Texts cannot be read on this server.${rest}`,
    );
  });
}
