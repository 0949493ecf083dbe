/** Texts of a run to time a reading by. */
import type { Sample } from '../table-api.ts';
import { UndertoneError } from '#core/contracts/errors';
import { readSlab, recordOf } from './run-store.ts';

/** From so many places of the file: its rows may be sorted by length, or by anything. */
const places = 10;

/**
 * Texts that were not read yet, from all over what is left of the run.
 *
 * @throws UndertoneError `not-found`
 */
export async function sampleTexts(runId: string, count: number): Promise<Sample> {
  const record = await recordOf(runId);
  if (record === null) throw new UndertoneError('not-found');
  const { nextSlab, slabs, textsLeft } = record;
  const left = slabs - nextSlab;
  const from = Math.min(places, left);
  const texts: string[] = [];
  for (let place = 0; place < from; place += 1) {
    const slab = await readSlab(runId, nextSlab + Math.floor((place * left) / from));
    const share = Math.ceil((count - texts.length) / (from - place));
    texts.push(...(slab?.texts ?? []).slice(0, share));
  }
  return { texts, textsLeft };
}
