/** What every store of jobs does, whatever it is made with. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import type { JobStore, NewJob, SealedUpload } from '../../server/stores/stores.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (sealed: Uint8Array | undefined): string | undefined =>
  sealed === undefined ? undefined : new TextDecoder().decode(sealed);

const startMs = Date.UTC(2026, 0, 1);
const model = { name: 'tiny', version: '1.0.0', sha256: 'a'.repeat(64) };

export function newJob(given: Partial<NewJob> = {}): NewJob {
  return {
    id: randomUUID(),
    caller: 'anonymous',
    idempotencyKey: randomUUID(),
    model,
    createdAtMs: startMs,
    expiresAtMs: startMs + 3_600_000,
    ...given,
  };
}

const upload = (given: Partial<SealedUpload> = {}): SealedUpload => ({
  units: 2,
  rows: 5,
  fingerprint: 'print',
  anyLanguage: false,
  deleteAfterRead: false,
  table: null,
  ...given,
});

async function handOver(store: JobStore, given: Partial<NewJob> = {}): Promise<string> {
  const { job } = await store.create(newJob(given));
  await store.putUnit(job.id, 0, bytes('rows 0'));
  await store.putUnit(job.id, 1, bytes('rows 1'));
  await store.seal(job.id, upload());
  return job.id;
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (thrown: unknown) => (thrown instanceof UndertoneError ? thrown.code : 'foreign'),
  );

/** @param open a store with this clock */
export function describeJobStore(
  name: string,
  open: (now?: () => number) => Promise<JobStore> | JobStore,
): void {
  describe(`${name}: jobs`, () => {
    it('takes a job in, portion by portion, and gives the portions back', async () => {
      const store = await open();
      const begun = newJob();
      const { created, job } = await store.create(begun);
      expect(created).toBe(true);
      expect(job).toMatchObject({
        ...begun,
        state: 'receiving',
        rows: 0,
        units: 0,
        fingerprint: '',
        table: null,
      });
      await store.putUnit(job.id, 0, bytes('one'));
      await store.putUnit(job.id, 1, bytes('two'));
      const table = { textColumn: 3, idColumn: null, hasHeader: true };
      await store.seal(job.id, upload({ anyLanguage: true, deleteAfterRead: true, table }));
      expect(await store.get(job.id)).toMatchObject({
        state: 'queued',
        units: 2,
        rows: 5,
        fingerprint: 'print',
        anyLanguage: true,
        deleteAfterRead: true,
        table,
        model,
        error: null,
        startedAtMs: null,
        finishedAtMs: null,
      });
      expect(text(await store.getUnit(job.id, 1))).toBe('two');
      expect(await store.getUnit(job.id, 2)).toBeUndefined();
      expect(await store.getResult(job.id, 1)).toBeUndefined();
      expect(await store.get('nobody')).toBeUndefined();
    });

    it('begins one job for a key of a caller, and another for the same key of another', async () => {
      const store = await open();
      const first = newJob();
      await store.create(first);
      const again = await store.create({ ...newJob(), idempotencyKey: first.idempotencyKey });
      expect(again).toMatchObject({ created: false, job: { id: first.id, state: 'receiving' } });
      const other = newJob({ idempotencyKey: first.idempotencyKey, caller: 'somebody' });
      expect(await store.create(other)).toMatchObject({ created: true, job: { id: other.id } });
    });

    it('forgets an upload that broke off, with its key, and no other', async () => {
      const store = await open();
      const broken = newJob();
      await store.create(broken);
      await store.putUnit(broken.id, 0, bytes('half'));
      await store.discard(broken.id);
      expect(await store.get(broken.id)).toBeUndefined();
      expect(await store.getUnit(broken.id, 0)).toBeUndefined();
      expect(await codeOf(store.putUnit(broken.id, 1, bytes('more')))).toBe('cancelled');
      expect(await codeOf(store.seal(broken.id, upload()))).toBe('cancelled');
      const next = await store.create({ ...newJob(), idempotencyKey: broken.idempotencyKey });
      expect(next.created).toBe(true);
      const whole = await handOver(store);
      await store.discard(whole);
      expect(await store.get(whole)).toMatchObject({ state: 'queued' });
    });

    it('keeps what came of a portion once, counts it, and drops its rows', async () => {
      const store = await open();
      const id = await handOver(store);
      await store.begin(id, startMs + 10);
      await store.begin(id, startMs + 20);
      expect(await store.get(id)).toMatchObject({ state: 'running', startedAtMs: startMs + 10 });
      const first = { sealed: bytes('result 0'), rows: 3, failed: 1, atMs: startMs + 30 };
      expect(await store.commitUnit(id, 0, first)).toBe(true);
      expect(await store.commitUnit(id, 0, { ...first, sealed: bytes('other') })).toBe(false);
      expect(await store.get(id)).toMatchObject({
        state: 'running',
        doneUnits: 1,
        doneRows: 3,
        failedRows: 1,
      });
      expect(text(await store.getResult(id, 0))).toBe('result 0');
      expect(await store.getUnit(id, 0)).toBeUndefined();
      expect(text(await store.getUnit(id, 1))).toBe('rows 1');
      const last = { sealed: bytes('result 1'), rows: 2, failed: 0, atMs: startMs + 40 };
      expect(await store.commitUnit(id, 1, last)).toBe(true);
      expect(await store.get(id)).toMatchObject({
        state: 'partial',
        doneUnits: 2,
        doneRows: 5,
        finishedAtMs: startMs + 40,
      });
      expect(await store.commitUnit(id, 7, last)).toBe(false);
      expect(await store.commitUnit('nobody', 0, last)).toBe(false);
    });

    it.each([
      ['succeeded', 0],
      ['partial', 4],
      ['failed', 5],
    ])('ends a job as %s', async (state, failed) => {
      const store = await open();
      const id = await handOver(store);
      await store.commitUnit(id, 1, {
        sealed: bytes('1'),
        rows: 3,
        failed: Math.min(failed, 3),
        atMs: startMs,
      });
      const rest = Math.max(failed - 3, 0);
      await store.commitUnit(id, 0, { sealed: bytes('0'), rows: 2, failed: rest, atMs: startMs });
      expect((await store.get(id))?.state).toBe(state);
    });

    it('fails as a whole with an error, and keeps what was read', async () => {
      const store = await open();
      const id = await handOver(store);
      await store.commitUnit(id, 0, { sealed: bytes('result 0'), rows: 3, failed: 0, atMs: startMs });
      const error = new UndertoneError('model-unavailable', { name: 'tiny' }).toData();
      await store.fail(id, error, startMs + 5);
      await store.fail(id, new UndertoneError('internal').toData(), startMs + 6);
      expect(await store.get(id)).toMatchObject({ state: 'failed', error, finishedAtMs: startMs + 5 });
      expect(text(await store.getResult(id, 0))).toBe('result 0');
      expect(await store.getUnit(id, 1)).toBeUndefined();
      const late = { sealed: bytes('1'), rows: 2, failed: 0, atMs: startMs };
      expect(await store.commitUnit(id, 1, late)).toBe(false);
    });

    it('erases everything but that there was a job, which keeps its key', async () => {
      const store = await open();
      const key = randomUUID();
      const id = await handOver(store, { idempotencyKey: key });
      await store.commitUnit(id, 0, { sealed: bytes('result 0'), rows: 3, failed: 1, atMs: startMs });
      await store.erase(id, startMs + 50);
      await store.erase(id, startMs + 60);
      await store.erase('nobody', startMs);
      expect(await store.get(id)).toMatchObject({
        state: 'cancelled',
        finishedAtMs: startMs + 50,
        erasedAtMs: startMs + 50,
      });
      expect(await store.getResult(id, 0)).toBeUndefined();
      expect(await store.getUnit(id, 1)).toBeUndefined();
      const late = { sealed: bytes('1'), rows: 2, failed: 0, atMs: startMs };
      expect(await store.commitUnit(id, 1, late)).toBe(false);
      expect(await store.create({ ...newJob(), idempotencyKey: key })).toMatchObject({ created: false });
    });

    it('erases rows and results of a job that has ended, and keeps how it did', async () => {
      const store = await open();
      const id = await handOver(store);
      expect(await store.eraseRows(id, startMs + 10)).toBe(false);
      expect(text(await store.getUnit(id, 1))).toBe('rows 1');
      for (const unit of [0, 1]) {
        await store.commitUnit(id, unit, { sealed: bytes('r'), rows: 2, failed: unit, atMs: startMs + 20 });
      }
      const ended = await store.get(id);
      expect(ended).toMatchObject({ state: 'partial', erasedAtMs: null });
      expect(await store.eraseRows(id, startMs + 30)).toBe(true);
      expect(await store.eraseRows(id, startMs + 40)).toBe(false);
      expect(await store.get(id)).toEqual({ ...ended, erasedAtMs: startMs + 30 });
      expect(await store.getResult(id, 0)).toBeUndefined();
      await store.erase(id, startMs + 50);
      expect(await store.get(id)).toMatchObject({ state: 'cancelled', rows: 0, erasedAtMs: startMs + 30 });
      expect(await store.eraseRows('nobody', startMs)).toBe(false);
    });

    it('erases what has expired, and frees its key', async () => {
      const store = await open();
      const key = randomUUID();
      const expiresAtMs = startMs + 1000;
      const old = await handOver(store, { idempotencyKey: key, expiresAtMs });
      const young = await handOver(store);
      expect(await store.expire(expiresAtMs - 1)).not.toContain(old);
      expect(await store.expire(expiresAtMs)).toContain(old);
      expect(await store.get(old)).toBeUndefined();
      expect(await store.getUnit(old, 0)).toBeUndefined();
      expect(await store.get(young)).toBeDefined();
      expect(await store.create({ ...newJob(), idempotencyKey: key })).toMatchObject({ created: true });
    });

    it('forgets an upload of which nothing was heard for a while, with its key and its place', async () => {
      let nowMs = startMs;
      const store = await open(() => nowMs);
      const caller = randomUUID();
      const before = await store.counts();
      const silent = newJob({ caller });
      await store.create(silent);
      await store.putUnit(silent.id, 0, bytes('half'));
      const slow = newJob({ caller });
      await store.create(slow);
      const whole = await handOver(store, { caller });
      nowMs += 100_000;
      await store.putUnit(slow.id, 0, bytes('one'));
      expect(await store.expire(nowMs)).toEqual([]);
      nowMs += 100_000;
      expect(await store.expire(nowMs)).toEqual([silent.id]);
      expect(await store.get(silent.id)).toBeUndefined();
      expect(await store.getUnit(silent.id, 0)).toBeUndefined();
      expect(await codeOf(store.putUnit(silent.id, 1, bytes('more')))).toBe('cancelled');
      expect(await store.get(slow.id)).toMatchObject({ state: 'receiving' });
      expect(await store.get(whole)).toMatchObject({ state: 'queued' });
      expect(await store.openOf(caller)).toBe(2);
      expect((await store.counts()).receiving).toBe(before.receiving + 1);
      const next = newJob({ caller, idempotencyKey: silent.idempotencyKey });
      expect(await store.create(next)).toMatchObject({ created: true });
    });

    it('counts the jobs of a caller that have not ended', async () => {
      const store = await open();
      const caller = randomUUID();
      const idempotencyKey = randomUUID();
      await handOver(store);
      await store.create(newJob({ caller }));
      const running = await handOver(store, { caller });
      await store.begin(running, startMs);
      expect(await store.openOf(caller)).toBe(2);
      await store.discard((await store.create(newJob({ caller }))).job.id);
      await store.erase(await handOver(store, { caller }), startMs);
      const whole = await handOver(store, { caller });
      for (const unit of [0, 1]) {
        await store.commitUnit(whole, unit, { sealed: bytes('r'), rows: 2, failed: 0, atMs: startMs });
      }
      expect(await store.openOf(caller)).toBe(2);
      const failing = await handOver(store, { caller, idempotencyKey });
      expect(await store.openOf(caller)).toBe(3);
      await store.fail(failing, new UndertoneError('internal').toData(), startMs);
      expect(await store.openOf(caller)).toBe(2);
    });

    it('remembers a mark until it is to be forgotten, whatever expires', async () => {
      const store = await open();
      const [kept, forgotten] = [randomUUID(), randomUUID()];
      for (const mark of [kept, forgotten]) await store.remember(mark, Date.now() + 600_000);
      await store.forget(forgotten);
      await store.expire(startMs);
      expect(await store.isRemembered(kept)).toBe(true);
      expect(await store.isRemembered(forgotten)).toBe(false);
    });

    it('counts the jobs in each state', async () => {
      const store = await open();
      const before = await store.counts();
      await store.create(newJob());
      await handOver(store);
      await store.erase(await handOver(store), startMs);
      expect(await store.counts()).toEqual({
        ...before,
        receiving: before.receiving + 1,
        queued: before.queued + 1,
        cancelled: before.cancelled + 1,
      });
    });
  });
}
