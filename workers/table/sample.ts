/** Texts that a run has yet to read: some to time a reading by, and those that come next. */
import type { Sample } from '../table-api.ts';
import { UndertoneError } from '#core/contracts/errors';
import type { RunRecord } from './database.ts';
import { readSlab, recordOf } from './run-store.ts';

/** From so many places of the file: its rows may be sorted by length, or by anything. */
const places = 10;

/**
 * Texts that were not read yet, from all over what is left of the run.
 *
 * @throws UndertoneError `not-found`
 */
export async function sampleTexts(runId: string, count: number): Promise<Sample> {
  const { nextSlab, slabs, textsLeft } = await knownRecord(runId);
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

/**
 * The first of them, in the order of the file.
 *
 * @throws UndertoneError `not-found`
 */
export async function nextTexts(runId: string, count: number): Promise<Sample> {
  const { nextSlab, slabs, textsLeft } = await knownRecord(runId);
  const texts: string[] = [];
  for (let number = nextSlab; number < slabs && texts.length < count; number += 1) {
    const slab = await readSlab(runId, number);
    texts.push(...(slab?.texts ?? []).slice(0, count - texts.length));
  }
  return { texts, textsLeft };
}

async function knownRecord(runId: string): Promise<RunRecord> {
  const record = await recordOf(runId);
  if (record === null) throw new UndertoneError('not-found');
  return record;
}
