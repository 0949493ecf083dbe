/** What rows read as with the line for *unsure* where the person wants it: as the index has it, for one line at a time. */
import { UndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import { relabel } from '#core/score/relabel';
import { surePercent } from '#core/score/whole-percents';
import { inTransaction, slabRange } from './database.ts';
import { kindCode, unpackResults } from './packed-results.ts';
import type { RunIndex } from './run-index.ts';

export interface RowLabels {
  /** The index with other kinds and sureness, for as many rows as it has results of. */
  labelled(run: Run, index: RunIndex, unsureBelow: number): Promise<RunIndex>;
  forget(): void;
}

interface Labels {
  kinds: Uint8Array;
  confidences: Float64Array;
  percents: Uint8Array;
  nextSlab: number;
}

/** Slabs that are fetched at once. */
const portion = 32;

export function createRowLabels(): RowLabels {
  /** A person looks at rows by one line, until they move it. Additions happen one after another. */
  let kept: { key: string; labels: Promise<Labels> } | null = null;

  async function brought(
    before: Promise<Labels> | null,
    run: Run,
    index: RunIndex,
    line: number,
  ): Promise<Labels> {
    // What broke one addition off need not break off the next, which goes on where it ended.
    const known = await before?.catch(() => undefined);
    const rows = index.kinds.length;
    const labels = known ?? {
      kinds: new Uint8Array(rows),
      confidences: new Float64Array(rows).fill(NaN),
      percents: new Uint8Array(rows),
      nextSlab: 0,
    };
    while (labels.nextSlab < index.nextSlab) await addLabels(run.id, labels, index, line);
    return labels;
  }

  return {
    async labelled(run, index, unsureBelow) {
      const key = JSON.stringify([run.id, unsureBelow]);
      const labels = brought(kept?.key === key ? kept.labels : null, run, index, unsureBelow);
      kept = { key, labels };
      const { kinds, confidences, percents } = await labels;
      return { ...index, kinds, confidences, percents };
    },
    forget() {
      kept = null;
    },
  };
}

async function addLabels(runId: string, labels: Labels, index: RunIndex, line: number): Promise<void> {
  const to = Math.min(labels.nextSlab + portion, index.nextSlab);
  const slabs = await inTransaction('readonly', (tx) =>
    tx.objectStore('results').getAll(slabRange(runId, labels.nextSlab, to)),
  );
  if (slabs.length < to - labels.nextSlab) throw new UndertoneError('not-found');
  for (const packed of slabs) {
    const first = index.layout.firstRows[labels.nextSlab] ?? 0;
    labels.kinds.set(packed.kinds, first);
    for (const [place, result] of unpackResults(packed).entries()) {
      if (result.kind !== 'read') continue;
      const { label, confidence } = relabel(result.reading, line);
      labels.kinds[first + place] = kindCode(label);
      labels.confidences[first + place] = confidence;
      labels.percents[first + place] = surePercent({ ...result.reading, label, confidence });
    }
    labels.nextSlab += 1;
  }
}
