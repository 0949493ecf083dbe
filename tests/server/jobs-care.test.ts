import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import { createSqliteJobStore } from '../../server/stores/sqlite/job-store.ts';
import { ask } from './ask.ts';
import { code, finished, get, handOver, items, json, lines, manyRows, status } from './jobs-asking.ts';
import { createReader, heldReader, startJobsServer } from './jobs-server.ts';
import type { JobsServer, JobsServerOptions, Reader } from './jobs-server.ts';

const reader = createReader();
const model = { name: 'another', version: '2.0.0', sha256: 'b'.repeat(64) };
const servers: JobsServer[] = [];
const folders: string[] = [];

beforeAll(() => reader.engine.start());
afterAll(() => reader.engine.dispose());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'undertone-jobs-'));
  folders.push(folder);
  return folder;
}

async function start(options: Partial<JobsServerOptions> = {}): Promise<JobsServer> {
  const server = await startJobsServer({ dataDir: newFolder(), inference: reader, ...options });
  servers.push(server);
  return server;
}

async function stop(server: JobsServer): Promise<void> {
  servers.splice(servers.indexOf(server), 1);
  await server.stop();
}

describe('erasing', () => {
  it('ends what is under way, leaves nothing but that there was a job, and may be asked for twice', async () => {
    const held = heldReader(reader);
    const server = await start({ inference: held });
    const { id } = status(await handOver(server, manyRows(600), { type: 'application/x-ndjson' }));
    await vi.waitFor(() => expect(held.calls).toBe(2));
    const events = get(server, `${id}/events`);
    for (let i = 0; i < 2; i += 1) {
      const erased = await ask(server.port, `/tone/v1/jobs/${id}`, { method: 'DELETE' });
      expect([erased.status, erased.body.length]).toEqual([204, 0]);
    }
    expect(held.aborted).toBe(2);
    expect((await events).body.toString()).toContain('event: end');
    expect(status(await get(server, id))).toMatchObject({
      state: 'cancelled',
      progress: { total: 0, done: 0 },
    });
    expect(code(await get(server, `${id}/results`))).toBe('not-found');
    expect(await server.links()).toEqual([
      expect.objectContaining({ action: 'job-erased', subject: id, caller: 'anonymous' }),
    ]);
  });

  it('leaves a key that is refused, so that nobody takes rows for handed over that are gone', async () => {
    const server = await start();
    const key = randomUUID();
    const { id } = status(await handOver(server, items('One.'), { key }));
    await finished(server, id);
    expect(status(await handOver(server, items('One.'), { key })).id).toBe(id);
    await ask(server.port, `/tone/v1/jobs/${id}`, { method: 'DELETE' });
    const again = await handOver(server, items('One.'), { key });
    expect(again.status).toBe(422);
    expect(json(again)).toMatchObject({
      code: 'idempotency-mismatch',
      title: expect.stringContaining('erased'),
      details: { fault: 'erased' },
    });
  });

  it('happens by itself when a job has expired', async () => {
    let nowMs = Date.now();
    const dataDir = newFolder();
    const server = await start({ dataDir, lifetimeMs: 60_000, now: () => nowMs });
    const { id, expiresAt } = status(await handOver(server, items('One.')));
    expect(Date.parse(expiresAt)).toBe(nowMs + 60_000);
    await finished(server, id);
    nowMs += 60_000;
    expect(code(await get(server, id))).toBe('job-expired');
    await stop(server);
    const next = await start({ dataDir, now: () => nowMs });
    await vi.waitFor(() => expect(databaseFiles(dataDir).toString('latin1')).not.toContain(id));
    const answer = await get(next, id);
    expect([answer.status, code(answer)]).toEqual([410, 'job-expired']);
    expect(code(await get(next, `${id}/results`))).toBe('job-expired');
    expect(code(await ask(next.port, `/tone/v1/jobs/${id}`, { method: 'DELETE' }))).toBe('job-expired');
    expect(code(await get(next, id, { 'x-api-key': 'somebody else' }))).toBe('not-found');
    expect(code(await get(next, randomUUID()))).toBe('not-found');
    nowMs += 7 * 86_400_000;
    expect(code(await get(next, id))).toBe('not-found');
  });

  it('leaves a job that was erased not to be found once it would have expired', async () => {
    let nowMs = Date.now();
    const server = await start({ lifetimeMs: 60_000, now: () => nowMs });
    const { id } = status(await handOver(server, items('One.')));
    await ask(server.port, `/tone/v1/jobs/${id}`, { method: 'DELETE' });
    nowMs += 60_000;
    expect(code(await get(server, id))).toBe('not-found');
  });
});

function databaseFiles(dataDir: string): Buffer {
  return Buffer.concat(readdirSync(dataDir).map((file) => readFileSync(join(dataDir, file))));
}

describe('the files of the database', () => {
  it('hold no word of any text, id or key, and no trace of what was erased', async () => {
    const mark = 'Zanzibarquill';
    const dataDir = newFolder();
    const server = await start({ dataDir });
    const body = JSON.stringify({ items: [{ id: `${mark}-id`, text: `The ${mark} was lovely.` }] });
    const { id } = status(await handOver(server, body, { key: `${mark}-key` }));
    const seen = new Set<string>();
    const look = (): void => {
      const files = databaseFiles(dataDir);
      for (const form of ['utf8', 'utf16le'] as const)
        expect(files.includes(Buffer.from(mark, form))).toBe(false);
      seen.add(files.includes(Buffer.from(id)) ? 'job' : 'nothing');
    };
    look();
    await finished(server, id);
    look();
    expect(lines(await get(server, `${id}/results`))[0]?.id).toBe(`${mark}-id`);
    look();
    expect(seen).toEqual(new Set(['job']));
  });

  it('are overwritten where something was erased', async () => {
    const dataDir = newFolder();
    const server = await start({ dataDir, isReading: false });
    const { id } = status(await handOver(server, manyRows(600), { type: 'application/x-ndjson' }));
    const kept = await rowsKept(dataDir, id);
    expect(kept.every((piece) => databaseFiles(dataDir).includes(piece))).toBe(true);
    await ask(server.port, `/tone/v1/jobs/${id}`, { method: 'DELETE' });
    expect(kept.some((piece) => databaseFiles(dataDir).includes(piece))).toBe(false);
  });
});

/** A piece of each portion as it lies in the database, short enough to lie on one page of it. */
async function rowsKept(dataDir: string, jobId: string): Promise<Buffer[]> {
  const database = openDatabase(dataDir);
  const store = createSqliteJobStore(database);
  const pieces: Buffer[] = [];
  for (let unit = 0; ; unit += 1) {
    const sealed = await store.getUnit(jobId, unit);
    if (sealed === undefined) break;
    pieces.push(Buffer.from(sealed.subarray(-32)));
  }
  database.close();
  expect(pieces).toHaveLength(3);
  return pieces;
}

describe('a caller who leaves in mid-stream', () => {
  it('is not waited for when the server is being stopped', async () => {
    const server = await start({ inference: heldReader(reader) });
    const { id } = status(await handOver(server, items('One.')));
    await new Promise<void>((resolve, reject) => {
      const path = `/tone/v1/jobs/${id}/events`;
      const outgoing = request({ host: '127.0.0.1', port: server.port, path }, (response) => {
        response.on('error', () => resolve());
        response.once('data', () => outgoing.destroy());
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
    await vi.waitFor(() => expect(server.lifecycle.openRequests).toBe(0));
  });
});

describe('a reader that fails', () => {
  it('costs nothing where it comes back, and where it never does that row alone which ends it', async () => {
    let calls = 0;
    const flaky: Reader = {
      model: null,
      state: reader.state,
      readRows: (texts, options) => {
        calls += 1;
        const isBad = texts.includes('Day 300 was lovely.') || calls === 1;
        return isBad ? Promise.reject(new UndertoneError('engine-lost')) : reader.readRows(texts, options);
      },
    };
    const server = await start({ inference: flaky });
    const { id } = status(await handOver(server, manyRows(600), { type: 'application/x-ndjson' }));
    const end = await finished(server, id);
    expect(end).toMatchObject({ state: 'partial', progress: { total: 600, done: 600, failed: 1 } });
    const results = lines(await get(server, `${id}/results`));
    const failed = results.filter(({ result }) => result.kind === 'failed');
    expect(failed).toEqual([{ index: 300, id: 'row 300', result: { kind: 'failed', code: 'engine-lost' } }]);
  });

  it('costs nothing where it is busy or being stopped: the portion waits', async () => {
    let calls = 0;
    const busy: Reader = {
      model: null,
      state: reader.state,
      readRows: (texts, options) => {
        calls += 1;
        const refusals = ['server-busy', 'server-stopping', 'deadline-exceeded'] as const;
        const refusal = refusals[calls % 3] ?? 'server-busy';
        return calls < 8
          ? Promise.reject(new UndertoneError(refusal, { retryAfterMs: 1 }))
          : reader.readRows(texts, options);
      },
    };
    const server = await start({ inference: busy });
    const { id } = status(await handOver(server, items('One.')));
    expect(await finished(server, id)).toMatchObject({ state: 'succeeded' });
  });

  it.each(['engine-failed', 'engine-lost', 'model-corrupt', 'model-unavailable'] as const)(
    'costs nothing where it cannot be started (%s): the portion waits until it can',
    async (reason) => {
      const error = new UndertoneError(reason, { retryAfterMs: 1 });
      let looks = 0;
      const broken: Reader = {
        model: null,
        get state() {
          looks += 1;
          return looks < 8 ? ({ kind: 'failed', error: error.toData() } as const) : reader.state;
        },
        readRows: (texts, options) => (looks < 8 ? Promise.reject(error) : reader.readRows(texts, options)),
      };
      const server = await start({ inference: broken });
      const { id } = status(await handOver(server, items('One.')));
      expect(await finished(server, id)).toMatchObject({ state: 'succeeded' });
    },
  );

  it.each([
    ['that is known', model],
    ['that it has yet to start', null],
  ])('keeps nothing of a job that was read with another model, %s', async (_what, known) => {
    const dataDir = newFolder();
    const first = await start({ dataDir, isReading: false });
    const { id } = status(await handOver(first, items('One.')));
    await stop(first);
    const second = await start({
      dataDir,
      inference: {
        model: known,
        state: reader.state,
        readRows: async (texts, options) => ({ ...(await reader.readRows(texts, options)), model }),
      },
    });
    const end = await finished(second, id);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'model-unavailable' } });
    expect(lines(await get(second, `${id}/results`))).toEqual([]);
  });

  it('is not asked for a portion that cannot be opened: that ends the job', async () => {
    const dataDir = newFolder();
    const first = await start({ dataDir, isReading: false });
    const { id } = status(await handOver(first, items('One.')));
    await stop(first);
    const database = openDatabase(dataDir);
    database.run('update units set rows = ?', [new Uint8Array(40)]);
    database.close();
    const second = await start({ dataDir });
    expect(await finished(second, id)).toMatchObject({ state: 'failed', error: { code: 'internal' } });
  });
});
