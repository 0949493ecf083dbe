/** The readings of earlier, where a person wants them kept. On this device only. */
import type { VerdictLabel } from '#core/contracts/analysis';
import { toUndertoneError } from '#core/contracts/errors';
import { openDatabase } from './database.ts';

export interface PastReading {
  text: string;
  label: VerdictLabel;
  /** 0 to 1. */
  confidence: number;
  modelName: string;
  modelVersion: string;
  /** Milliseconds since 1970. */
  readAtMs: number;
}

export interface FoundReadings {
  /** How many there are in all. */
  total: number;
  /** The latest of them first. */
  readings: PastReading[];
}

export interface HistorySize {
  count: number;
  /** The texts in UTF-8. */
  sizeBytes: number;
}

/** Runs `work`; whatever the database throws becomes `storage-unavailable`. */
async function kept<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw toUndertoneError(thrown, 'storage-unavailable');
  }
}

/**
 * Keeps a reading; an earlier one of the same text is replaced.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function keepReading(reading: PastReading): Promise<void> {
  await kept(async () => (await openDatabase()).put('history', reading));
}

/**
 * The readings whose text holds `words`, whatever their case.
 *
 * @param words empty for all of them
 * @param most how many are returned; all are counted
 * @throws UndertoneError `storage-unavailable`
 */
export async function findReadings(words: string, most: number): Promise<FoundReadings> {
  return kept(async () => {
    const wanted = words.trim().toLocaleLowerCase();
    const found: FoundReadings = { total: 0, readings: [] };
    const byTime = (await openDatabase()).transaction('history').store.index('readAtMs');
    for await (const cursor of byTime.iterate(null, 'prev')) {
      if (!cursor.value.text.toLocaleLowerCase().includes(wanted)) continue;
      found.total += 1;
      if (found.readings.length < most) found.readings.push(cursor.value);
    }
    return found;
  });
}

/**
 * Forgets the reading of this text.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function eraseReading(text: string): Promise<void> {
  await kept(async () => (await openDatabase()).delete('history', text));
}

/**
 * Forgets the readings before a time.
 *
 * @param timeMs milliseconds since 1970
 * @throws UndertoneError `storage-unavailable`
 */
export async function eraseReadingsBefore(timeMs: number): Promise<void> {
  await kept(async () => {
    const transaction = (await openDatabase()).transaction('history', 'readwrite');
    const earlier = IDBKeyRange.upperBound(timeMs, true);
    for await (const cursor of transaction.store.index('readAtMs').iterate(earlier)) await cursor.delete();
    await transaction.done;
  });
}

/**
 * How many readings are kept, and how large they are.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function measureReadings(): Promise<HistorySize> {
  return kept(async () => {
    const encoder = new TextEncoder();
    const size: HistorySize = { count: 0, sizeBytes: 0 };
    for await (const cursor of (await openDatabase()).transaction('history').store) {
      size.count += 1;
      size.sizeBytes += encoder.encode(cursor.value.text).length;
    }
    return size;
  });
}

/**
 * Forgets all readings.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function eraseReadings(): Promise<void> {
  await kept(async () => (await openDatabase()).clear('history'));
}
