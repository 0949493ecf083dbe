import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PutOff } from '../../server/stores/put-off.ts';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import type { SqlDatabase } from '../../server/stores/sqlite/database.ts';
import { createSqliteJobQueue } from '../../server/stores/sqlite/job-queue.ts';
import { createSqliteJobStore } from '../../server/stores/sqlite/job-store.ts';
import { createSqliteModelPresence } from '../../server/stores/sqlite/model-presence.ts';
import { describeJobQueue } from './job-queue-contract.ts';
import { describeJobStore, newJob } from './job-store-contract.ts';

const quick = { leaseMs: 300, lookMs: 20, retryMs: 5 };
const upload = {
  units: 2,
  rows: 2,
  fingerprint: 'print',
  anyLanguage: false,
  deleteAfterRead: false,
  table: null,
};

const folders: string[] = [];
const databases: SqlDatabase[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'undertone-jobs-'));
  folders.push(folder);
  return folder;
}

function open(folder = newFolder()): SqlDatabase {
  const database = openDatabase(folder);
  databases.push(database);
  return database;
}

function close(database: SqlDatabase): void {
  databases.splice(databases.indexOf(database), 1);
  database.close();
}

afterEach(() => {
  for (const database of databases.splice(0)) database.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describeJobStore('SQLite', (now) => createSqliteJobStore(open(), now));
describeJobQueue('SQLite', (times) => createSqliteJobQueue(open(), { ...quick, ...times }));

describe('the database', () => {
  it('is for its owner alone, and comes up again as it was', async () => {
    const folder = newFolder();
    const first = open(folder);
    const before = createSqliteJobStore(first);
    const { job } = await before.create(newJob());
    await before.putUnit(job.id, 0, new Uint8Array([1, 2]));
    await before.seal(job.id, { ...upload, units: 1 });
    for (const file of ['undertone.db', 'undertone.db-wal']) {
      expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    }
    close(first);
    const store = createSqliteJobStore(open(folder));
    expect(await store.get(job.id)).toMatchObject({ id: job.id, state: 'queued' });
    expect(await store.getUnit(job.id, 0)).toEqual(Buffer.from([1, 2]));
  });

  it('refuses a file that a newer version has changed', () => {
    const folder = newFolder();
    const database = open(folder);
    database.run(`insert into migrations (name) values ('of tomorrow')`);
    close(database);
    expect(() => openDatabase(folder)).toThrow('newer version');
  });

  it('knows whether another process has it open', () => {
    const folder = newFolder();
    const first = open(folder);
    const second = open(folder);
    expect([first.isAlone, second.isAlone]).toEqual([true, false]);
    close(first);
    expect(open(folder).isAlone).toBe(false);
  });

  it('does all of a change or nothing', async () => {
    const database = open();
    const store = createSqliteJobStore(database);
    const { job } = await store.create(newJob());
    expect(() =>
      database.transaction(() => {
        database.run('delete from jobs');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(await store.get(job.id)).toBeDefined();
  });
});

describe('an erasure that was broken off', () => {
  it('is ended at the next look, and takes no other job with it', async () => {
    const database = open();
    const store = createSqliteJobStore(database);
    const ids: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      const { job } = await store.create(newJob({ expiresAtMs: Date.now() + 60_000 }));
      await store.putUnit(job.id, 0, new Uint8Array([1]));
      await store.seal(job.id, { ...upload, units: 1 });
      await store.commitUnit(job.id, 0, { sealed: new Uint8Array([2]), rows: 2, failed: 0, atMs: 0 });
      ids.push(job.id);
    }
    const [erased = '', whole = ''] = ids;
    database.run('update jobs set erased_at_ms = 1 where id = ?', [erased]);
    await store.expire(Date.now());
    expect(await store.getResult(erased, 0)).toBeUndefined();
    expect(await store.getResult(whole, 0)).toBeDefined();
  });
});

describe('an upload that ended without a word', () => {
  it('is gone when the next server is alone with the file, and lasts while another may be receiving it', async () => {
    const folder = newFolder();
    const first = open(folder);
    const job = newJob();
    await createSqliteJobStore(first).create(job);
    const beside = createSqliteJobStore(open(folder));
    expect(await beside.create({ ...newJob(), idempotencyKey: job.idempotencyKey })).toMatchObject({
      created: false,
    });
    for (const database of databases.splice(0)) database.close();
    const after = createSqliteJobStore(open(folder));
    expect(await after.get(job.id)).toBeUndefined();
    expect((await after.create(job)).created).toBe(true);
  });

  it('gives its key back after a while', async () => {
    let nowMs = 1_000_000;
    const store = createSqliteJobStore(open(), () => nowMs);
    const job = newJob();
    await store.create(job);
    nowMs += 100_000;
    await store.putUnit(job.id, 0, new Uint8Array([1]));
    nowMs += 100_000;
    const next = { ...newJob(), idempotencyKey: job.idempotencyKey };
    expect((await store.create(next)).created).toBe(false);
    nowMs += 100_000;
    expect((await store.create(next)).created).toBe(true);
    expect(await store.getUnit(job.id, 0)).toBeUndefined();
    nowMs += 100_000;
    expect(await store.expire(nowMs)).toEqual([]);
    nowMs += 100_000;
    expect(await store.expire(nowMs)).toEqual([next.id]);
  });
});

describe('the model that is read with', () => {
  it('is known to others for a while, and forgotten by who is alone', async () => {
    const folder = newFolder();
    const waitMs = 600_000;
    const first = open(folder);
    await createSqliteModelPresence(first, waitMs).announce('old');
    const second = open(folder);
    const beside = createSqliteModelPresence(second, waitMs);
    expect([await beside.isAwaited('old'), await beside.isAwaited('new')]).toEqual([true, false]);
    close(first);
    expect(await beside.isAwaited('old')).toBe(true);
    await createSqliteModelPresence(second, -1).announce('gone');
    expect(await beside.isAwaited('gone')).toBe(false);
    close(second);
    expect(await createSqliteModelPresence(open(folder), waitMs).isAwaited('old')).toBe(false);
  });
});

describe('several readers of one queue', () => {
  const unforeseen = async (): Promise<void> => expect.unreachable();

  it('share the portions, and take over what a silent one held', async () => {
    const folder = newFolder();
    const silent = open(folder);
    const held: number[] = [];
    const dead = createSqliteJobQueue(silent, { ...quick, leaseMs: 1_000_000 });
    dead.consume(
      (task) => {
        held.push(task.unit);
        return new Promise(() => undefined);
      },
      { atOnce: 2, onGivenUp: unforeseen },
    );
    await dead.add('a', 6);
    expect(held).toEqual([0, 1]);
    const database = open(folder);
    const alive = createSqliteJobQueue(database, quick);
    const seen: number[] = [];
    alive.consume(async ({ unit }) => void seen.push(unit), { atOnce: 1, onGivenUp: unforeseen });
    await vi.waitFor(() => expect(seen).toEqual([2, 3, 4, 5]));
    database.run('update tasks set held_until_ms = ?', [Date.now() - 1]);
    await vi.waitFor(() => expect(seen).toEqual([2, 3, 4, 5, 0, 1]));
    await alive.close(0);
    await dead.close(0);
  });

  it('keep what they work on for longer than a lease, and are told when it is not theirs any more', async () => {
    const folder = newFolder();
    const first = open(folder);
    const slow = createSqliteJobQueue(first, quick);
    let wasAborted = false;
    slow.consume(
      (_task, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            wasAborted = true;
            reject(new Error('aborted'));
          });
        }),
      { atOnce: 1, onGivenUp: unforeseen },
    );
    await slow.add('a', 1);
    const other = createSqliteJobQueue(open(folder), quick);
    const taken: number[] = [];
    other.consume(async ({ unit }) => void taken.push(unit), { atOnce: 1, onGivenUp: unforeseen });
    await new Promise((resolve) => setTimeout(resolve, quick.leaseMs * 3));
    expect(taken).toEqual([]);
    await other.remove('a');
    await vi.waitFor(() => expect(wasAborted).toBe(true));
    await slow.close(0);
    await other.close(0);
  });

  it('leave at their end to others what they could not finish, and count no failure of it', async () => {
    const folder = newFolder();
    for (let end = 0; end < 5; end += 1) {
      const database = open(folder);
      const queue = createSqliteJobQueue(database, quick);
      if (end === 0) await queue.add('a', 1);
      let begun = false;
      queue.consume(
        (_task, signal) =>
          new Promise((_resolve, reject) => {
            begun = true;
            signal.addEventListener('abort', () => reject(new Error('aborted')));
          }),
        { atOnce: 1, onGivenUp: unforeseen },
      );
      await vi.waitFor(() => expect(begun).toBe(true));
      await queue.close(0);
      close(database);
    }
  });

  it('leave to each other what they cannot read themselves, and wait for none of it', async () => {
    const folder = newFolder();
    const jobs = ['a', 'b'];
    const slowToRetry = { ...quick, retryMs: 600_000 };
    const queues = jobs.map(() => createSqliteJobQueue(open(folder), slowToRetry));
    const seen: string[] = [];
    for (const job of jobs) await queues[0]?.add(job, 6);
    for (const [i, queue] of queues.entries()) {
      queue.consume(
        async ({ jobId, unit }) => {
          if (jobId !== jobs[i]) throw new PutOff();
          seen.push(`${jobId} ${unit}`);
        },
        { atOnce: 2, onGivenUp: unforeseen },
      );
    }
    await vi.waitFor(() => expect(new Set(seen).size).toBe(12));
    for (const queue of queues) await queue.close(0);
  });

  it('let jobs take turns', async () => {
    const queue = createSqliteJobQueue(open(), quick);
    await queue.add('long', 6);
    await queue.add('short', 2);
    const seen: string[] = [];
    queue.consume(async ({ jobId, unit }) => void seen.push(`${jobId} ${unit}`), {
      atOnce: 1,
      onGivenUp: unforeseen,
    });
    await vi.waitFor(() => expect(seen).toHaveLength(8));
    expect(seen.slice(0, 4)).toEqual(['long 0', 'short 0', 'long 1', 'short 1']);
    await queue.close(0);
  });

  it('find a sealed job that its server could not offer any more', async () => {
    const folder = newFolder();
    const first = open(folder);
    const store = createSqliteJobStore(first);
    const { job } = await store.create(newJob());
    await store.putUnit(job.id, 0, new Uint8Array([1]));
    await store.putUnit(job.id, 1, new Uint8Array([2]));
    await store.seal(job.id, upload);
    await store.commitUnit(job.id, 0, { sealed: new Uint8Array([3]), rows: 1, failed: 0, atMs: 0 });
    close(first);
    const queue = createSqliteJobQueue(open(folder), quick);
    const seen: number[] = [];
    queue.consume(async ({ unit }) => void seen.push(unit), { atOnce: 1, onGivenUp: unforeseen });
    await vi.waitFor(() => expect(seen).toEqual([1]));
    await queue.close(0);
  });
});
