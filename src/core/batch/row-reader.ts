/** Reads rows of tokens through a session: equal lengths together, never padded, nothing read twice. */
import { UndertoneError } from '../contracts/errors.ts';
import type { Logits } from '../score/verdict.ts';
import type { Session } from '../session.ts';

/** What the model says of one row. */
export interface RowReading {
  readonly logits: Logits;
  /** [content tokens, 3]: [CLS] and [SEP] left out */
  readonly evidence: Float32Array;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many of the distinct rows are read. */
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** Whether later calls may have the readings for nothing, as far as the reader remembers any; they may unless told. */
  readonly remembers?: boolean | undefined;
}

export interface RowReader {
  /**
   * Readings of rows of content token ids, in their order, and the time spent in the session.
   *
   * @throws UndertoneError `cancelled` before the next run once the signal is aborted, `engine-failed` when an
   * output is not a finite number, and what the session throws
   */
  read(
    rows: readonly Int32Array[],
    options?: ReadOptions,
  ): Promise<{ readings: RowReading[]; inferMs: number }>;
}

const classes = 3;
// A run cannot be interrupted: this bounds how long a cancelled one still takes.
const runTokens = 512;
const yieldEveryMs = 40;

function keyOf(row: Int32Array): string {
  return String.fromCharCode(...row);
}

/** Lets messages and timers of the host run. By a message: browsers have a timer that follows on timers wait for 4 ms. */
function yieldToHost(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

/**
 * Makes a reader; one run at a time, whoever asks.
 *
 * @param rememberedTokens how many tokens' worth of readings are kept for later calls; 0 keeps nothing
 */
export function createRowReader(
  session: Session,
  clsId: number,
  sepId: number,
  rememberedTokens: number,
): RowReader {
  /** Readings by token ids, the least recently used first. */
  const remembered = new Map<string, RowReading>();
  let rememberedCount = 0;
  let lastRun: Promise<unknown> = Promise.resolve();
  let lastYieldMs = 0;

  function remember(key: string, reading: RowReading): void {
    remembered.set(key, reading);
    rememberedCount += key.length;
    for (const oldest of remembered.keys()) {
      if (rememberedCount <= rememberedTokens) break;
      remembered.delete(oldest);
      rememberedCount -= oldest.length;
    }
  }

  function recall(key: string): RowReading | undefined {
    const reading = remembered.get(key);
    if (reading === undefined) return undefined;
    remembered.delete(key);
    remembered.set(key, reading);
    return reading;
  }

  /** Runs rows of one length; a session takes one run at a time, so runs queue up. */
  function run(
    rows: readonly Int32Array[],
    length: number,
    throwIfCancelled: () => void,
  ): Promise<{ readings: RowReading[]; inferMs: number }> {
    const execute = async (): Promise<{ readings: RowReading[]; inferMs: number }> => {
      // The wait for other readers' runs may have been long.
      throwIfCancelled();
      const beganMs = performance.now();
      const ids = new Int32Array(rows.length * length);
      for (const [i, row] of rows.entries()) {
        ids[i * length] = clsId;
        ids.set(row, i * length + 1);
        ids[(i + 1) * length - 1] = sepId;
      }
      const { logits, evidence } = await session.run(ids, rows.length, length);
      const inferMs = performance.now() - beganMs;
      const rowReadings = rows.map((_, i): RowReading => {
        const [negative = Number.NaN, neutral = Number.NaN, positive = Number.NaN] = logits.subarray(
          i * classes,
          (i + 1) * classes,
        );
        if (!Number.isFinite(negative + neutral + positive)) {
          throw new UndertoneError('engine-failed', { reason: 'an output is not a finite number' });
        }
        return {
          logits: [negative, neutral, positive],
          evidence: evidence.slice((i * length + 1) * classes, ((i + 1) * length - 1) * classes),
        };
      });
      return { readings: rowReadings, inferMs };
    };
    const result = lastRun.then(execute);
    lastRun = result.catch(() => undefined);
    return result;
  }

  async function read(
    rows: readonly Int32Array[],
    options: ReadOptions = {},
  ): Promise<{ readings: RowReading[]; inferMs: number }> {
    let inferMs = 0;
    const throwIfCancelled = (): void => {
      if (options.signal?.aborted === true) throw new UndertoneError('cancelled');
    };
    throwIfCancelled();
    const readings = new Map<string, RowReading>();
    const pendingByLength = new Map<number, Map<string, Int32Array>>();
    const keys = rows.map(keyOf);
    for (const [i, row] of rows.entries()) {
      const key = keys[i] ?? '';
      const known = recall(key);
      if (known !== undefined) {
        readings.set(key, known);
        continue;
      }
      const sameLength = pendingByLength.get(row.length) ?? new Map<string, Int32Array>();
      pendingByLength.set(row.length, sameLength.set(key, row));
    }

    const total = new Set(keys).size;
    for (const [contentLength, pending] of pendingByLength) {
      const length = contentLength + 2;
      const rowsPerRun = Math.max(1, Math.floor(runTokens / length));
      const entries = [...pending];
      for (let from = 0; from < entries.length; from += rowsPerRun) {
        const batch = entries.slice(from, from + rowsPerRun);
        const result = await run(
          batch.map(([, row]) => row),
          length,
          throwIfCancelled,
        );
        inferMs += result.inferMs;
        for (const [i, reading] of result.readings.entries()) {
          const key = batch[i]?.[0] ?? '';
          readings.set(key, reading);
          if (options.remembers !== false) remember(key, reading);
        }
        if (performance.now() - lastYieldMs > yieldEveryMs) {
          await yieldToHost();
          lastYieldMs = performance.now();
        }
        throwIfCancelled();
        options.onProgress?.({ done: readings.size, total });
      }
    }
    const inOrder = keys.map((key) => {
      const reading = readings.get(key);
      if (reading === undefined) throw new UndertoneError('internal');
      return reading;
    });
    return { readings: inOrder, inferMs };
  }

  return { read };
}
