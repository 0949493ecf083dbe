/** What people said of a text against the model, or with it. Kept on this device only. */
import { toUndertoneError } from '#core/contracts/errors';
import type { VerdictLabel } from '#core/contracts/analysis';
import type { IDBPObjectStore, StoreNames } from 'idb';
import { openDatabase } from './database.ts';
import type { UndertoneSchema } from './database.ts';

/** What a person can call a text: everything but unsure. */
export type CorrectedLabel = Exclude<VerdictLabel, 'unsure'>;

/** Which row of which file it was said of, and where. */
export interface CorrectionOrigin {
  /** The table of the file, its doubtful rows, or a blind check. */
  place: 'files' | 'doubtful' | 'blind';
  runId: string;
  /** Of the file. */
  runName: string;
  /** Its place in the file, from 0. */
  row: number;
}

export interface NewCorrection {
  text: string;
  label: CorrectedLabel;
  /** What the model had said. */
  modelLabel: VerdictLabel;
  modelName: string;
  modelVersion: string;
  /** Milliseconds since 1970. */
  savedAtMs: number;
  /** None for a text that was corrected where it was read by itself. */
  origin?: CorrectionOrigin;
}

export interface Correction extends NewCorrection {
  id?: number;
}

export interface CorrectionsSize {
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
 * Keeps a correction; an earlier one of the same text is replaced.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function saveCorrection(correction: NewCorrection): Promise<void> {
  await replaceCorrection(correction.text, correction);
}

/**
 * Puts a correction in the place of the one there is of this text, or none. One that was kept before comes back to its
 * place among the others.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function replaceCorrection(text: string, correction: Correction | null): Promise<void> {
  await kept(async () => {
    const transaction = (await openDatabase()).transaction('corrections', 'readwrite');
    await replaceIn(transaction.store, text, correction);
    await transaction.done;
  });
}

/** As `replaceCorrection`, as part of a transaction that changes more. */
export async function replaceIn(
  store: IDBPObjectStore<UndertoneSchema, StoreNames<UndertoneSchema>[], 'corrections', 'readwrite'>,
  text: string,
  correction: Correction | null,
): Promise<void> {
  const earlier = await store.index('text').getKey(text);
  if (earlier !== undefined) await store.delete(earlier);
  if (correction !== null) await store.put(correction);
}

/**
 * The correction of exactly this text, or null.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function correctionOf(text: string): Promise<Correction | null> {
  return kept(async () => (await (await openDatabase()).getFromIndex('corrections', 'text', text)) ?? null);
}

/**
 * All corrections, the latest first.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function listCorrections(): Promise<Correction[]> {
  return kept(async () => (await (await openDatabase()).getAll('corrections')).toReversed());
}

/**
 * Forgets the correction of this text.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function removeCorrection(text: string): Promise<void> {
  await replaceCorrection(text, null);
}

/**
 * How many corrections are kept, and how large they are.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function measureCorrections(): Promise<CorrectionsSize> {
  return kept(async () => {
    const encoder = new TextEncoder();
    const database = await openDatabase();
    let count = 0;
    let sizeBytes = 0;
    for await (const cursor of database.transaction('corrections').store) {
      count += 1;
      sizeBytes += encoder.encode(cursor.value.text).length;
    }
    return { count, sizeBytes };
  });
}

/**
 * Forgets all corrections.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function eraseCorrections(): Promise<void> {
  await kept(async () => (await openDatabase()).clear('corrections'));
}
