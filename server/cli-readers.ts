/** The texts of a long table, read by as many processes as the machine has processors. */
import { availableParallelism } from 'node:os';
import type { RowResult } from '#core/contracts/row-result';
import { toRowResult } from '#core/score/row-result';
import { readTexts } from './analyze-rows.ts';
import type { LocalEngine } from './local-engine.ts';
import { InferencePool } from './services/inference/pool.ts';

/** Fewer texts are read before another process has started. */
const fewestTexts = 1_000;
/** Each takes some 200 MB. */
const mostProcesses = 16;
/** One is being read and one waits, so that no process does. */
const readingsPerProcess = 2;

export interface RowReaders {
  /** Readings that may be under way at a time. */
  readonly atOnce: number;
  readonly read: (texts: readonly string[]) => Promise<RowResult[]>;
  dispose(): void;
}

export interface RowReadersOptions {
  /** Reads what no process does. */
  readonly engine: LocalEngine;
  readonly modelsDir: string;
  readonly modelId: string | undefined;
  readonly anyLanguage: boolean;
}

/**
 * A process has one thread and a text is read alike in each of them, so they add up: two take half the time.
 *
 * @param textCount texts to be read
 */
export function processesFor(textCount: number, processors = availableParallelism()): number {
  return textCount < fewestTexts ? 0 : Math.min(processors, mostProcesses);
}

/** @param processes with 0 everything is read in this one */
export function createRowReaders(options: RowReadersOptions, processes: number): RowReaders {
  const { engine, modelsDir, modelId, anyLanguage } = options;
  const atOnce = Math.max(1, processes * readingsPerProcess);

  async function readHere(texts: readonly string[]): Promise<RowResult[]> {
    return (await readTexts(engine, texts, anyLanguage)).map(toRowResult);
  }

  if (processes === 0) return { atOnce, read: readHere, dispose: () => undefined };

  const unbounded = Number.POSITIVE_INFINITY;
  const pool = new InferencePool({
    modelsDir,
    modelId,
    processes,
    maxWaitMs: unbounded,
    maxBatchWaitMs: unbounded,
    // Whatever is read together is so at every run of the command.
    rowsRunMs: unbounded,
  });
  pool.start().catch(() => undefined);
  // However this process ends, they end before it: what they still had to say would have no hearer.
  process.once('exit', dispose);

  function dispose(): void {
    process.off('exit', dispose);
    pool.dispose();
  }

  return {
    atOnce,
    async read(texts) {
      // What processes could not read, this one tries: a text that ends it too ends the command.
      const read = await pool.readRows(texts, { anyLanguage, workClass: 'jobs' }).catch(() => undefined);
      const isLost = (result: RowResult): boolean =>
        result.kind === 'failed' && result.code === 'engine-lost';
      return read === undefined || read.results.some(isLost) ? readHere(texts) : read.results;
    },
    dispose,
  };
}
