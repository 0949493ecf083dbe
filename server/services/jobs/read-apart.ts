/** Reading texts together, so that one that cannot be read takes no other with it. */
import { setTimeout as delay } from 'node:timers/promises';
import { toUndertoneError } from '#core/contracts/errors';
import type { RowsRead } from '#core/engine';

/** In so many readings that failed a text has been before it fails itself. */
const maxFailures = 3;
const usualPauseMs = 1000;

export interface ReadApartOptions {
  readonly read: (texts: readonly string[]) => Promise<RowsRead>;
  /** Whether none of the texts is the cause. */
  readonly isPassing: (thrown: unknown) => boolean;
  readonly signal: AbortSignal;
  /** After a first failure; twice as long after a second one. */
  readonly pauseMs?: number;
}

/**
 * Reads all of the texts; where that fails, one half after the other, until those are found that cannot be read: they alone
 * are results of the kind `failed`.
 *
 * @throws whatever `read` throws that is passing, and anything once the signal is aborted
 */
export async function readApart(
  texts: readonly string[],
  { read, isPassing, signal, pauseMs = usualPauseMs }: ReadApartOptions,
): Promise<RowsRead> {
  async function readSome(some: readonly string[], failuresBefore: number): Promise<RowsRead> {
    if (some.length === 0) return { results: [], model: null };
    try {
      return await read(some);
    } catch (thrown) {
      if (signal.aborted || isPassing(thrown)) throw thrown;
      const failures = failuresBefore + 1;
      const isAlone = some.length === 1;
      if (isAlone && failures >= maxFailures) {
        return { results: [{ kind: 'failed', code: toUndertoneError(thrown).code }], model: null };
      }
      if (failures < maxFailures) await delay(failures * pauseMs, undefined, { signal });
      if (isAlone) return readSome(some, failures);
      const middle = Math.ceil(some.length / 2);
      const first = await readSome(some.slice(0, middle), failures);
      const second = await readSome(some.slice(middle), failures);
      return { results: [...first.results, ...second.results], model: first.model ?? second.model };
    }
  }
  return readSome(texts, 0);
}
