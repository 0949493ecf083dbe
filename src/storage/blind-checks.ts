/** The blind checks that are kept on this device. */
import { toUndertoneError } from '#core/contracts/errors';
import type { BlindCheck } from './blind-check.ts';
import { replaceIn } from './corrections.ts';
import type { Correction } from './corrections.ts';
import { openDatabase } from './database.ts';

export interface BlindChecksSize {
  count: number;
  /** As JSON; they hold no texts. */
  sizeBytes: number;
}

async function kept<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw toUndertoneError(thrown, 'storage-unavailable');
  }
}

/**
 * The blind check of a run, or null.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function blindCheckOf(runId: string): Promise<BlindCheck | null> {
  return kept(async () => (await (await openDatabase()).get('blindChecks', runId)) ?? null);
}

/**
 * Keeps a check that was just drawn, unless the run has one already.
 *
 * @returns the one that is kept
 * @throws UndertoneError `storage-unavailable`
 */
export async function addBlindCheck(check: BlindCheck): Promise<BlindCheck> {
  return kept(async () => {
    const transaction = (await openDatabase()).transaction('blindChecks', 'readwrite');
    const earlier = await transaction.store.get(check.runId);
    if (earlier === undefined) await transaction.store.add(check);
    await transaction.done;
    return earlier ?? check;
  });
}

/** A correction that takes the place of the one there is of this text; null for none. */
export interface CorrectionOf {
  text: string;
  correction: Correction | null;
}

/**
 * Changes a check as it is kept now, which another tab may have done as well; a check that is gone stays gone.
 *
 * @param correction what is kept of the text of a row, with the answer or not at all
 * @throws UndertoneError `storage-unavailable`
 */
export async function changeBlindCheck(
  runId: string,
  change: (check: BlindCheck) => BlindCheck,
  correction: CorrectionOf | null = null,
): Promise<void> {
  await kept(async () => {
    const transaction = (await openDatabase()).transaction(['blindChecks', 'corrections'], 'readwrite');
    const checks = transaction.objectStore('blindChecks');
    const check = await checks.get(runId);
    if (check !== undefined) await checks.put(change(check));
    if (correction !== null)
      await replaceIn(transaction.objectStore('corrections'), correction.text, correction.correction);
    await transaction.done;
  });
}

/**
 * Forgets the check of a run.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function eraseBlindCheck(runId: string): Promise<void> {
  await kept(async () => (await openDatabase()).delete('blindChecks', runId));
}

/**
 * Forgets the checks of all runs but these.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function keepBlindChecksOf(runIds: readonly string[]): Promise<void> {
  await kept(async () => {
    const transaction = (await openDatabase()).transaction('blindChecks', 'readwrite');
    const keys = await transaction.store.getAllKeys();
    for (const key of keys) if (!runIds.includes(key)) await transaction.store.delete(key);
    await transaction.done;
  });
}

/**
 * How many blind checks are kept, and how large they are.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function measureBlindChecks(): Promise<BlindChecksSize> {
  return kept(async () => {
    const checks = await (await openDatabase()).getAll('blindChecks');
    return { count: checks.length, sizeBytes: checks.length === 0 ? 0 : JSON.stringify(checks).length };
  });
}

/**
 * Forgets all blind checks.
 *
 * @throws UndertoneError `storage-unavailable`
 */
export async function eraseBlindChecks(): Promise<void> {
  await kept(async () => (await openDatabase()).clear('blindChecks'));
}
