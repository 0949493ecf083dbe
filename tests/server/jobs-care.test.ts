import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import { createSqliteJobStore } from '../../server/stores/sqlite/job-store.ts';
import { ask } from './ask.ts';
import { code, finished, get, handOver, items, json, lines, manyRows, status } from './jobs-asking.ts';
import { heldReader } from './jobs-server.ts';
import { withJobsServers } from './with-jobs-servers.ts';

const { newFolder, reader, start, stop } = withJobsServers();

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
  expect(pieces.length).toBeGreaterThan(2);
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
