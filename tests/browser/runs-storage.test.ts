/** Runs where there is no room, where taking in is broken off, and once they are erased. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createObservable } from '#core/observable';
import { createTableWorker } from '../../src/engine/runs/table-worker.ts';
import {
  cleanUpRuns,
  createTestReader,
  csv,
  csvFile,
  killableWorkers,
  openTab,
  reaches,
  resultOf,
  resultsOf,
  secondColumn,
  takeIn,
} from './runs-kit.ts';

const texts = Array.from({ length: 2000 }, (_, row) => `Answer number ${row}: ${'so so '.repeat(40)}`);

/** A worker whose disk has room for so many more entries, as it is told. */
function limitedWorker(): { create: (name: string) => Worker; allow: (room: number) => void } {
  let current: Worker | null = null;
  return {
    create(name) {
      const address = new URL('./workers/full-disk.worker.ts', import.meta.url);
      current = new Worker(address, { type: 'module', name });
      return current;
    },
    allow: (room) => current?.postMessage({ room }),
  };
}

/** Real workers; each dies when it is asked for the list of runs, while that is wished. */
function workersThatDieOverLists(): {
  create: (name: string) => Worker;
  setKilling: (isKilling: boolean) => void;
} {
  let isKilling = false;
  return {
    create(name) {
      const worker = createTableWorker(name);
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message: unknown, given?: Transferable[] | StructuredSerializeOptions) => {
        post(message, Array.isArray(given) ? { transfer: given } : given);
        if (isKilling && JSON.stringify(message).includes('"list"')) worker.dispatchEvent(new Event('error'));
      };
      return worker;
    },
    setKilling: (wished) => {
      isKilling = wished;
    },
  };
}

/** How many entries each store of the database has, asked of the database itself. */
async function entries(): Promise<Record<string, number>> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('undertone-runs');
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('The database does not open.')));
  });
  const counts: Record<string, number> = {};
  for (const name of database.objectStoreNames) {
    const request = database.transaction(name).objectStore(name).count();
    counts[name] = await new Promise((resolve) => {
      request.addEventListener('success', () => resolve(request.result));
    });
  }
  database.close();
  return counts;
}

const empty = { layouts: 0, results: 0, runs: 0, slabs: 0 };

beforeAll(cleanUpRuns);
afterEach(cleanUpRuns);

describe('a full disk', () => {
  it('keeps nothing of a file there is no room for', async () => {
    const { create, allow } = limitedWorker();
    const runs = openTab(createTestReader(), { createWorker: create });
    await runs.list();
    for (const room of [0, 1, 5, 17]) {
      allow(room);
      await expect(takeIn(runs, texts)).rejects.toMatchObject({ code: 'storage-full' });
    }
    expect(await entries()).toEqual(empty);
  });

  it('halts a run, which goes on from there once there is room', async () => {
    const reader = createTestReader();
    const { create, allow } = limitedWorker();
    const runs = openTab(reader, { createWorker: create });
    const { id } = await takeIn(runs, texts);
    // Nor is there any to say so.
    allow(6);
    await runs.start(id);
    const halted = await reaches(runs, id, 'halted');
    expect(halted.haltedBy).toMatchObject({ code: 'storage-full' });
    expect(halted.counts.rows).toBeLessThan(texts.length);
    await expect(runs.start(id)).rejects.toMatchObject({ code: 'storage-full' });
    allow(Infinity);
    const seenBefore = reader.seen.length;
    await runs.start(id);
    await reaches(runs, id, 'done');
    expect(await resultsOf(runs, id)).toEqual(texts.map(resultOf));
    expect(reader.seen.length - seenBefore).toBe(texts.length - halted.counts.rows);
  });
});

describe('a table worker that dies again and again', () => {
  it('halts what was to be read, for all to see, and goes on when it is started again', async () => {
    const { create, setKilling } = workersThatDieOverLists();
    const runs = openTab(createTestReader(), { createWorker: create });
    const onlooker = openTab({ ...createTestReader(), leading: createObservable(false) });
    const { id } = await takeIn(runs, texts);
    setKilling(true);
    await runs.start(id);
    const halted = await Promise.all([reaches(runs, id, 'halted'), reaches(onlooker, id, 'halted')]);
    for (const { haltedBy } of halted) expect(haltedBy?.remedy).toMatch(/Try again/);
    setKilling(false);
    await runs.start(id);
    await reaches(onlooker, id, 'done');
    expect(await resultsOf(runs, id)).toEqual(texts.map(resultOf));
  });
});

describe('a file that is not taken in to its end', () => {
  it('leaves nothing where it is cancelled', async () => {
    const runs = openTab(createTestReader());
    const cancelling = new AbortController();
    const taken = runs.takeIn(
      csvFile(texts),
      { shape: csv, roles: secondColumn, anyLanguage: false },
      { signal: cancelling.signal, onProgress: () => cancelling.abort() },
    );
    await expect(taken).rejects.toMatchObject({ code: 'cancelled' });
    expect(await entries()).toEqual(empty);
  });

  it('is swept away where the worker died over it', async () => {
    const { create, kill } = killableWorkers();
    const runs = openTab(createTestReader(), { createWorker: create });
    const taken = runs.takeIn(
      csvFile(texts),
      { shape: csv, roles: secondColumn, anyLanguage: false },
      { onProgress: kill },
    );
    await expect(taken).rejects.toMatchObject({ code: 'internal' });
    expect(await entries()).not.toEqual(empty);
    expect(await runs.list()).toEqual([]);
    expect(await entries()).toEqual(empty);
  });

  it('is left alone while another tab takes it in', async () => {
    const [one, other] = [openTab(createTestReader()), openTab(createTestReader())];
    const many = Array.from({ length: 4 }, () => texts).flat();
    await other.list();
    const listed: Promise<unknown>[] = [];
    const { id } = await one.takeIn(
      csvFile(many),
      { shape: csv, roles: secondColumn, anyLanguage: false },
      { onProgress: () => void listed.push(other.list()) },
    );
    await Promise.all(listed);
    expect((await other.list()).map((run) => run.id)).toEqual([id]);
    expect((await one.rows(id, {}, { by: 'row', descending: false }, 0, 1)).total).toBe(many.length);
  });

  it('is given up where it cannot be read any more', async () => {
    const runs = openTab(createTestReader());
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle('going.csv', { create: true });
    const writable = await handle.createWritable();
    await writable.write(csvFile(texts));
    await writable.close();
    const file = await handle.getFile();
    await root.removeEntry('going.csv');
    await expect(
      runs.takeIn(file, { shape: csv, roles: secondColumn, anyLanguage: false }),
    ).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(await entries()).toEqual(empty);
  });
});

describe('erasing', () => {
  it('leaves nothing of one run, and the other as it was', async () => {
    const runs = openTab(createTestReader());
    const [one, other] = [await takeIn(runs, texts), await takeIn(runs, texts)];
    await runs.start(one.id);
    await reaches(runs, one.id, 'done');
    await runs.start(other.id);
    await reaches(runs, other.id, 'done');
    const both = await entries();
    expect(await runs.measure()).toMatchObject({ count: 2 });
    await runs.erase(one.id);
    expect(await entries()).toEqual(
      Object.fromEntries(Object.entries(both).map(([name, count]) => [name, count / 2])),
    );
    expect(await resultsOf(runs, other.id)).toEqual(texts.map(resultOf));
  });

  it('leaves every store empty', async () => {
    const runs = openTab(createTestReader());
    const { id } = await takeIn(runs, texts);
    await runs.start(id);
    await reaches(runs, id, 'done');
    const { sizeBytes } = await runs.measure();
    expect(sizeBytes).toBeGreaterThan(texts.join('').length);
    await runs.eraseAll();
    expect(await entries()).toEqual(empty);
    expect(await runs.measure()).toEqual({ count: 0, sizeBytes: 0 });
  });

  it('of everything takes a file along that another tab is taking in', async () => {
    const [one, other] = [openTab(createTestReader()), openTab(createTestReader())];
    // So long that the other tab comes before its end, however busy the machine is.
    const file = csvFile(Array.from({ length: 20 }, () => texts).flat());
    const erasing: Promise<void>[] = [];
    let measured: { count: number; sizeBytes: number } | null = null;
    const eraseAll = async (): Promise<void> => {
      measured = await other.measure();
      await other.eraseAll();
    };
    const taken = one.takeIn(
      file,
      { shape: csv, roles: secondColumn, anyLanguage: false },
      {
        onProgress() {
          if (erasing.length === 0) erasing.push(eraseAll());
        },
      },
    );
    await expect(taken).rejects.toMatchObject({ code: 'cancelled' });
    await Promise.all(erasing);
    // What Settings lists is what is there, so it counts before its end.
    expect(measured).toEqual({ count: 1, sizeBytes: file.size });
    expect(await entries()).toEqual(empty);
  });
});
