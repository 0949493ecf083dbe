/** How fast engines are on this device: the same readings by each in turn, so that whatever else goes on meets all alike. */
import type { Engine } from '#core/engine';
import { UndertoneError } from '#core/contracts/errors';

export interface Speed {
  /** Median time of one short text. */
  singleMs: number;
  /** Median time of a text of many sentences, which is read in full batches. */
  bulkMs: number;
}

const singleRounds = 5;
const bulkRounds = 3;
const bulkSentences = 40;

/** Of equal length in tokens and never the same twice: an engine remembers what it has read. */
function sentence(number: number): string {
  return `The room ${1000 + number} was clean and quiet, and the staff was kind.`;
}

/**
 * Times engines that are ready. The first reading of each kind warms them up and is not counted.
 *
 * @returns the speeds, in the order of the engines
 * @throws UndertoneError `cancelled`, and what the engines throw
 */
export async function measureEngines(engines: readonly Engine[], signal: AbortSignal): Promise<Speed[]> {
  let numbers = 0;
  const next = (): string => sentence((numbers += 1));
  const rounds = async (count: number, textOf: () => string): Promise<number[]> => {
    const timesMs = engines.map((): number[] => []);
    for (let round = 0; round <= count; round += 1) {
      for (const [i, engine] of engines.entries()) {
        if (signal.aborted) throw new UndertoneError('cancelled');
        const text = textOf();
        const beganMs = performance.now();
        await engine.analyze({ text }, { signal });
        if (round > 0) timesMs[i]?.push(performance.now() - beganMs);
      }
    }
    return timesMs.map(median);
  };
  const single = await rounds(singleRounds, next);
  const bulk = await rounds(bulkRounds, () => Array.from({ length: bulkSentences }, next).join(' '));
  return engines.map((_, i) => ({ singleMs: single[i] ?? Number.NaN, bulkMs: bulk[i] ?? Number.NaN }));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
