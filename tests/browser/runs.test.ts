/** A file from its bytes to the results of its rows, with the real worker and the real database. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { modelOfRow } from '#core/contracts/run';
import type { RunStanding } from '../../src/engine/runs/runs.ts';
import {
  cleanUpRuns,
  createTestReader,
  openTab,
  pass,
  reaches,
  resultOf,
  resultsOf,
  takeIn,
} from './runs-kit.ts';

beforeAll(cleanUpRuns);
afterEach(cleanUpRuns);

const texts = Array.from({ length: 1000 }, (_, row) =>
  row % 10 === 9 ? '' : `Answer number ${row % 3 === 0 ? row % 7 : row}`,
);
const exportedRow = z.object({
  undertone_model_version: z.string(),
  undertone_corrected: z.nullable(z.string()),
});
const different = [...new Set(texts.filter((text) => text !== ''))];
const expected = texts.map((text) => (text === '' ? { kind: 'empty' } : resultOf(text)));

describe('a run', () => {
  it('gives every row the result of its text, in the order of the file, and reads each text once', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id, rows } = await takeIn(runs, texts);
    expect(rows).toBe(1000);
    await runs.start(id);
    const { counts, models } = await reaches(runs, id, 'done');
    expect(await resultsOf(runs, id)).toEqual(expected);
    expect(reader.seen.toSorted()).toEqual(different.toSorted());
    expect(counts).toMatchObject({ rows: 1000, empty: 100, read: 900, repeated: 900 - different.length });
    expect(models).toHaveLength(1);
  });

  it('keeps results in order, whichever portion comes back first', async () => {
    const reader = createTestReader();
    const last = different.at(-1) ?? '';
    let waiting: (() => void)[] = [];
    // Of four in hand the last is back first, and the first last.
    reader.before = async (portion) => {
      if (waiting.length < 3 && !portion.includes(last)) {
        await new Promise<void>((resolve) => waiting.unshift(resolve));
        return;
      }
      const held = waiting;
      waiting = [];
      void pass(5).then(async () => {
        for (const go of held) {
          go();
          await pass(5);
        }
      });
    };
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    await runs.start(id);
    await reaches(runs, id, 'done');
    expect(await resultsOf(runs, id)).toEqual(expected);
  });

  it('tells how it stands from its first row to its last, with never fewer than before', async () => {
    const runs = openTab(createTestReader());
    const { id } = await takeIn(runs, texts);
    const standings: RunStanding[] = [];
    runs.watch(id, (standing) => standing && standings.push(standing));
    await runs.start(id);
    await reaches(runs, id, 'done');
    const rows = standings.map(({ run }) => run.counts.rows);
    expect(rows).toEqual(rows.toSorted((one, other) => one - other));
    expect(rows.at(-1)).toBe(1000);
    expect(standings.some(({ rowsPerSecond }) => rowsPerSecond !== null)).toBe(true);
    expect(standings.at(-1)).toMatchObject({ rowsPerSecond: null, remainingMs: null });
  });

  it('pauses, goes on where it stopped, and reads nothing twice that was kept', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    let isPaused: Promise<void> | null = null;
    reader.before = async () => {
      if (reader.seen.length > 200) await (isPaused ??= runs.pause(id));
    };
    await runs.start(id);
    const { counts } = await reaches(runs, id, 'paused');
    expect(counts.rows).toBeLessThan(1000);
    const kept = (await resultsOf(runs, id)).filter((result) => result !== null);
    expect(kept).toEqual(expected.slice(0, kept.length));
    reader.seen.length = 0;
    await runs.start(id);
    await reaches(runs, id, 'done');
    expect(await resultsOf(runs, id)).toEqual(expected);
    const leftToRead = new Set(texts.slice(kept.length).filter((text) => text !== ''));
    expect(reader.seen.every((text) => leftToRead.has(text))).toBe(true);
  });

  it('that was stopped stays so, with what was read', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    let isStopped: Promise<void> | null = null;
    reader.before = async () => {
      if (reader.seen.length > 200) await (isStopped ??= runs.stop(id));
    };
    await runs.start(id);
    const { finishedAtMs } = await reaches(runs, id, 'stopped');
    expect(finishedAtMs).not.toBeNull();
    const kept = await resultsOf(runs, id);
    await runs.start(id);
    expect((await runs.list())[0]).toMatchObject({ state: 'stopped' });
    expect(await resultsOf(runs, id)).toEqual(kept);
  });

  it('halts with the reason where reading fails, and goes on when it is started again', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    reader.before = async () => {
      if (reader.seen.length > 200) throw new UndertoneError('model-unavailable');
      await Promise.resolve();
    };
    await runs.start(id);
    expect(await reaches(runs, id, 'halted')).toMatchObject({ haltedBy: { code: 'model-unavailable' } });
    reader.before = () => Promise.resolve();
    await runs.start(id);
    expect(await reaches(runs, id, 'done')).toMatchObject({ haltedBy: null });
    expect(await resultsOf(runs, id)).toEqual(expected);
  });

  it('is paused where the person stops the reader', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    reader.before = () => Promise.reject(new UndertoneError('cancelled'));
    await runs.start(id);
    expect(await reaches(runs, id, 'paused')).toMatchObject({ haltedBy: null });
  });

  it('names every model that it was read with', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    const newer = { name: 'tiny', version: '2', sha256: 'b'.repeat(64) };
    reader.before = async () => {
      if (reader.seen.length > 200) reader.model = newer;
      await Promise.resolve();
    };
    await runs.start(id);
    const { models } = await reaches(runs, id, 'done');
    expect(models.map(({ version }) => version)).toEqual(['1', '2']);
  });

  it('tells in its files which of them read each row, and what a person said against it', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    const newer = { name: 'tiny', version: '2', sha256: reader.model.sha256 };
    const readBy = new Map<string, string>();
    reader.before = async (portion) => {
      if (reader.seen.length > 200) reader.model = newer;
      for (const text of portion) readBy.set(text, reader.model.version);
      await Promise.resolve();
    };
    await runs.start(id);
    await reaches(runs, id, 'done');
    const blob = await runs.exportRows(id, 'jsonl', {
      isMasked: false,
      corrected: [{ row: 3, label: 'mixed' }],
    });
    const rows = (await blob.text())
      .trim()
      .split('\n')
      .map((line) => exportedRow.parse(JSON.parse(line)));
    expect(new Set(readBy.values())).toEqual(new Set(['1', '2']));
    expect(rows.map((row) => row.undertone_model_version)).toEqual(
      texts.map((text) => readBy.get(text) ?? ''),
    );
    expect(rows.flatMap((row, place) => (row.undertone_corrected === null ? [] : [place]))).toEqual([3]);
  });

  it('tells of each row what read it: of a text that stood before, what read that', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, [...texts, texts[0] ?? '']);
    reader.before = async () => {
      if (reader.seen.length > 200) reader.model = { name: 'tiny', version: '2', sha256: 'b'.repeat(64) };
      await Promise.resolve();
    };
    await runs.start(id);
    const run = await reaches(runs, id, 'done');
    const versionOf = async (row: number) => {
      const view = await runs.row(id, row);
      return view && modelOfRow(run, view)?.version;
    };
    expect(await Promise.all([0, texts.length - 1, texts.length].map(versionOf))).toEqual(['1', '2', '1']);
  });

  it('is timed by rows from all over it, whose results are not kept', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    const { rowsPerSecond, totalMs } = await runs.estimate(id);
    expect(rowsPerSecond).toBeGreaterThan(0);
    expect(totalMs).toBeGreaterThan(0);
    expect(reader.seen).toHaveLength(50);
    expect(reader.seen).toContain(texts[0]);
    expect(reader.seen.some((text) => texts.indexOf(text) > 800)).toBe(true);
    expect((await runs.list())[0]).toMatchObject({ state: 'ready', counts: { rows: 0 } });
  });

  it('tells what is left to read: each text once, without those of empty rows, in the order of the file', async () => {
    const reader = createTestReader();
    const runs = openTab(reader);
    const { id } = await takeIn(runs, texts);
    expect(await runs.textsLeft(id, 0)).toEqual({ first: [], count: different.length });
    const all = await runs.textsLeft(id, texts.length);
    expect(all).toEqual({ first: different, count: different.length });
    expect((await runs.textsLeft(id, 20)).first).toEqual(different.slice(0, 20));
    expect(reader.seen).toEqual([]);
    await runs.start(id);
    await reaches(runs, id, 'done');
    expect(await runs.textsLeft(id, 20)).toEqual({ first: [], count: 0 });
  });
});
