/** What people said of a text against the model. Kept on this device only. */
import { toUndertoneError } from '#core/contracts/errors';
import type { VerdictLabel } from '#core/contracts/analysis';
import { openDatabase } from './database.ts';

/** What a person can call a text: everything but unsure. */
export type CorrectedLabel = Exclude<VerdictLabel, 'unsure'>;

export interface NewCorrection {
  text: string;
  label: CorrectedLabel;
  /** What the model had said. */
  modelLabel: VerdictLabel;
  modelName: string;
  modelVersion: string;
  /** Milliseconds since 1970. */
  savedAtMs: number;
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
  await kept(async () => {
    const database = await openDatabase();
    const transaction = database.transaction('corrections', 'readwrite');
    const earlier = await transaction.store.index('text').getKey(correction.text);
    if (earlier !== undefined) await transaction.store.delete(earlier);
    await transaction.store.add(correction);
    await transaction.done;
  });
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
 * Forgets the correction of this text.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function removeCorrection(text: string): Promise<void> {
  await kept(async () => {
    const database = await openDatabase();
    const key = await database.getKeyFromIndex('corrections', 'text', text);
    if (key !== undefined) await database.delete('corrections', key);
  });
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
