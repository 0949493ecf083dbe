import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { jobStatus } from '#core/contracts/jobs';
import type { JobResult } from '#core/contracts/jobs';
import { jobEvents } from '../../server/routes/job-events.ts';
import { ask } from './ask.ts';
import type { Answer } from './ask.ts';
import { code, finished, get, handOver, items, lines, manyRows, status } from './jobs-asking.ts';
import type { Sent } from './jobs-asking.ts';
import { createReader, heldReader, startJobsServer } from './jobs-server.ts';
import type { JobsServer, JobsServerOptions } from './jobs-server.ts';
import { germanText, shortText } from './texts.ts';

const reader = createReader();
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

describe('handing a job over', () => {
  it('answers with where it is and how it stands, reads it, and gives its results in order', async () => {
    const server = await start();
    const answer = await handOver(server, items(shortText, '', germanText, 'x'.repeat(50_001)));
    expect(answer.status).toBe(202);
    const { id, state, progress } = status(answer);
    expect(answer.headers).toMatchObject({ location: `/tone/v1/jobs/${id}`, 'retry-after': '1' });
    expect({ state, progress }).toEqual({ state: 'queued', progress: { total: 4, done: 0, failed: 0 } });
    const end = await finished(server, id);
    expect(end).toMatchObject({ state: 'partial', etaMs: null, error: null });
    expect(end.progress).toEqual({ total: 4, done: 4, failed: 1 });
    expect(end.model?.name).toBe(reader.model?.name);
    const page = await get(server, `${id}/results`);
    expect(page.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(page.headers['link']).toBeUndefined();
    const read = await reader.readRows([shortText]);
    expect(lines(page)).toEqual([
      { index: 0, result: read.results[0] },
      { index: 1, result: { kind: 'empty' } },
      { index: 2, result: expect.objectContaining({ kind: 'other-language', languageCode: 'de' }) },
      { index: 3, result: { kind: 'failed', code: 'text-too-long' } },
    ]);
  });

  it('reads what every form holds, with ids, and texts in other languages where that is asked for', async () => {
    const server = await start();
    const ends = await Promise.all([
      handOver(server, JSON.stringify({ items: [{ id: 'a', text: germanText }], anyLanguage: true })),
      handOver(server, JSON.stringify({ id: 'a', text: germanText }), {
        type: 'application/x-ndjson; charset=utf-8',
        query: '?anyLanguage=true',
      }),
      handOver(server, `key,said\na,"${germanText}"\n`, {
        type: 'text/csv; header=present',
        query: '?anyLanguage=true&textColumn=said&idColumn=key',
      }),
      handOver(server, `key\tsaid\na\t"${germanText}"\n`, {
        type: 'text/tab-separated-values',
        query: '?anyLanguage=true&textColumn=1&idColumn=0',
      }),
    ]);
    const read = await reader.readRows([germanText], { anyLanguage: true });
    for (const answer of ends) {
      const { id } = status(answer);
      expect(await finished(server, id)).toMatchObject({ state: 'succeeded' });
      expect(lines(await get(server, `${id}/results`))).toEqual([
        { index: 0, id: 'a', result: read.results[0] },
      ]);
    }
  });

  it.each<[string, string, Sent, number, string]>([
    ['no key', items('a'), { key: null }, 400, 'idempotency-key-missing'],
    ['a key that is empty', items('a'), { key: '""' }, 400, 'idempotency-key-missing'],
    ['a key that is too long', items('a'), { key: 'k'.repeat(256) }, 400, 'input-invalid'],
    ['no rows', items(), {}, 400, 'input-invalid'],
    ['broken JSON', '{"items": [', {}, 400, 'input-invalid'],
    ['a column of JSON', items('a'), { query: '?textColumn=a' }, 400, 'input-invalid'],
    ['an unknown option', items('a'), { query: '?other=a' }, 400, 'input-invalid'],
    ['plain text', 'a', { type: 'text/plain' }, 415, 'media-type-unsupported'],
    [
      'another encoding',
      items('a'),
      { type: 'application/json; charset=utf-7' },
      415,
      'media-type-unsupported',
    ],
    [
      'content packed as nobody unpacks',
      'a',
      { headers: { 'content-encoding': 'compress' } },
      415,
      'media-type-unsupported',
    ],
    [
      'content that is not packed as it says',
      'a',
      { headers: { 'content-encoding': 'gzip' } },
      400,
      'input-invalid',
    ],
    ['a table without rows', '', { type: 'text/csv' }, 422, 'table-unreadable'],
  ])('is refused with %s', async (_what, body, sent, expected, expectedCode) => {
    const server = await start();
    const answer = await handOver(server, body, sent);
    expect([answer.status, code(answer)]).toEqual([expected, expectedCode]);
    const { key } = sent;
    if (typeof key === 'string') return;
    // Nothing is left of it, its key least of all.
    const again = await handOver(server, items('a'), { key: 'again' });
    expect(again.status).toBe(202);
  });

  it('is refused before its bytes come where their number says that they are too many', async () => {
    const server = await start();
    const answer = await new Promise<Answer>((resolve, reject) => {
      const headers = {
        'content-type': 'text/csv',
        'idempotency-key': 'a',
        'content-length': 60 * 1_048_576,
      };
      const options = {
        host: '127.0.0.1',
        port: server.port,
        path: '/tone/v1/jobs',
        method: 'POST',
        headers,
      };
      const outgoing = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          });
          outgoing.destroy();
        });
      });
      outgoing.on('error', reject);
      outgoing.flushHeaders();
    });
    expect([answer.status, code(answer)]).toEqual([413, 'body-too-large']);
  });
});

describe('packed rows', () => {
  const sendPacked = ({ port }: JobsServer, packed: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
        'idempotency-key': randomUUID(),
      };
      const options = { host: '127.0.0.1', port, path: '/tone/v1/jobs', method: 'POST', headers };
      const outgoing = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(packed);
    });

  it('are rows like others, and count as what they are when they are unpacked', async () => {
    const server = await start();
    const { id } = status(await sendPacked(server, gzipSync(manyRows(300))));
    expect(await finished(server, id)).toMatchObject({ state: 'succeeded', progress: { total: 300 } });
    const line = `${JSON.stringify({ text: 'a'.repeat(49_000) })}\n`;
    const large = await sendPacked(server, gzipSync(line.repeat(1100)));
    expect([large.status, code(large)]).toEqual([413, 'body-too-large']);
  });
});

describe('the same key', () => {
  it('is the same job for the same content, in whatever form, and none for other content', async () => {
    const server = await start();
    const key = '"8e03978e-40d5-43dd-bc93-6894a57f9324"';
    const first = status(await handOver(server, items('One.', 'Two.'), { key }));
    await finished(server, first.id);
    const again = await handOver(server, items('One.', 'Two.'), { key });
    expect(again.status).toBe(202);
    expect(status(again)).toMatchObject({ id: first.id, state: 'succeeded' });
    const asLines = await handOver(server, '{"text": "One."}\n{"text": "Two."}', {
      key,
      type: 'application/x-ndjson',
    });
    expect(status(asLines).id).toBe(first.id);
    for (const other of [
      items('One.'),
      items('One.', 'Two!'),
      '{"items": [{"text": "One."}, {"text": "Two."}], "anyLanguage": true}',
    ]) {
      const answer = await handOver(server, other, { key });
      expect([answer.status, code(answer)]).toEqual([422, 'idempotency-mismatch']);
    }
    const others = status(await handOver(server, items('One.', 'Two.'), { key, caller: 'somebody' }));
    expect(others.id).not.toBe(first.id);
  });

  it('is refused while its upload lasts, and free again when that breaks off', async () => {
    const server = await start();
    const key = randomUUID();
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': key };
    const options = { host: '127.0.0.1', port: server.port, path: '/tone/v1/jobs', method: 'POST', headers };
    const open = request(options);
    const broken = new Promise<void>((resolve) => open.once('error', () => resolve()));
    open.write(manyRows(3000));
    await vi.waitFor(async () => {
      const answer = await handOver(server, items('One.'), { key });
      expect([answer.status, code(answer)]).toEqual([409, 'idempotency-in-progress']);
      expect(answer.headers['retry-after']).toBe('1');
    });
    open.destroy();
    await broken;
    await vi.waitFor(async () => {
      expect((await handOver(server, items('One.'), { key })).status).toBe(202);
    });
    const { total } = status(await handOver(server, items('One.'), { key })).progress;
    expect(total).toBe(1);
  });
});

describe('the status of a job', () => {
  it('is told again only when it has changed, which can be waited for', async () => {
    const held = heldReader(reader);
    const server = await start({ inference: held });
    const { id } = status(await handOver(server, items('One.')));
    await vi.waitFor(() => expect(held.calls).toBe(1));
    const now = await get(server, id);
    const etag = String(now.headers['etag']);
    expect(status(now).state).toBe('running');
    expect((await get(server, id, { 'if-none-match': `"other", ${etag}` })).status).toBe(304);
    const short = await get(server, id, { 'if-none-match': etag, prefer: 'respond-async, wait=1' });
    expect([short.status, short.headers['preference-applied']]).toEqual([304, 'wait=1']);
    const waiting = get(server, id, { 'if-none-match': etag, prefer: 'wait=600' });
    const waitingForEnd = get(server, id, { prefer: 'wait=20' });
    held.letGo();
    const changed = await waiting;
    expect([changed.status, changed.headers['preference-applied']]).toEqual([200, 'wait=30']);
    expect(changed.headers['etag']).not.toBe(etag);
    expect(status(await waitingForEnd).state).toBe('succeeded');
  });

  it('comes as events, which go on where they broke off, and end', async () => {
    const held = heldReader(reader);
    const server = await start({ inference: held });
    const { id } = status(await handOver(server, manyRows(600), { type: 'application/x-ndjson' }));
    await vi.waitFor(() => expect(held.calls).toBe(2));
    const whole = get(server, `${id}/events`);
    held.letGo();
    const stream = await whole;
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const events = stream.body
      .toString()
      .split('\n\n')
      .filter((event) => event.startsWith('event:'))
      .map((event) => {
        const [name = '', eventId = '', data = ''] = event
          .split('\n')
          .map((line) => line.replace(/^\w+: /, ''));
        return { name, eventId, told: jobStatus.parse(JSON.parse(data)) };
      });
    expect(events[0]).toMatchObject({ name: 'progress', told: { state: 'running' } });
    expect(events.at(-1)).toMatchObject({
      name: 'end',
      told: { state: 'succeeded', progress: { done: 600 } },
    });
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    const done = events.map(({ told }) => told.progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    const again = await get(server, `${id}/events`, { 'last-event-id': events[0]?.eventId ?? '' });
    expect(again.body.toString().match(/^event: /gm)).toHaveLength(1);
    const over = await get(server, `${id}/events`, { 'last-event-id': events.at(-1)?.eventId ?? '' });
    expect(over.status).toBe(204);
  });

  it('is said to be the same from time to time, so that nothing in between ends a silent stream', async () => {
    const held = heldReader(reader);
    const server = await start({ inference: held });
    const { id } = status(await handOver(server, items('One.')));
    await vi.waitFor(() => expect(held.calls).toBe(1));
    const job = await server.jobs.find('anonymous', id);
    const { signal } = new AbortController();
    const told: string[] = [];
    for await (const piece of jobEvents(server.jobs, job, { seen: '', signal, silenceMs: 5 })) {
      told.push(piece);
      if (told.length === 4) held.letGo();
    }
    expect(told.slice(0, 4)).toEqual([
      'retry: 2000\n\n',
      expect.stringMatching(/^event: progress\nid: running-0-0\ndata: /),
      ': still here\n\n',
      ': still here\n\n',
    ]);
    expect(told.at(-1)).toMatch(/^event: end\nid: succeeded-1-0\ndata: /);
  });

  it('is told to nobody but its caller', async () => {
    const server = await start();
    const { id } = status(await handOver(server, items('One.'), { caller: 'a' }));
    for (const path of [id, `${id}/events`, `${id}/results`, randomUUID()]) {
      const answer = await get(server, path, { 'x-api-key': 'b' });
      expect([answer.status, code(answer)]).toEqual([404, 'not-found']);
    }
    const erased = await ask(server.port, `/tone/v1/jobs/${id}`, {
      method: 'DELETE',
      headers: { 'x-api-key': 'b' },
    });
    expect([erased.status, code(erased)]).toEqual([404, 'not-found']);
    expect((await get(server, id, { 'x-api-key': 'a' })).status).toBe(200);
  });
});

describe('results', () => {
  it('come in pages whose addresses lead from one to the next, as lines or as one table', async () => {
    const server = await start();
    const count = 5000;
    const { id } = status(await handOver(server, manyRows(count), { type: 'application/x-ndjson' }));
    await finished(server, id);
    const read: JobResult[] = [];
    const tables: string[] = [];
    let path: string | undefined = `${id}/results`;
    let pages = 0;
    while (path !== undefined) {
      const page = await get(server, path);
      read.push(...lines(page));
      const table = await get(server, path, { accept: 'text/csv' });
      expect(table.headers['content-type']).toContain(`header=${pages === 0 ? 'present' : 'absent'}`);
      tables.push(table.body.toString());
      pages += 1;
      const next = /^<\/tone\/v1\/jobs\/(.+)>; rel="next"$/.exec(String(page.headers['link'] ?? ''))?.[1];
      expect(page.headers['x-next-cursor']).toBe(next?.split('=')[1]);
      path = next;
    }
    expect(pages).toBeGreaterThan(2);
    expect(read.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(read.map((each) => each.id)).toEqual(Array.from({ length: count }, (_, i) => `row ${i}`));
    const table = tables.join('').trimEnd().split('\r\n');
    expect(table).toHaveLength(count + 1);
    expect(table[0]).toMatch(/^index,id,undertone_label,/);
    expect(table[count]).toMatch(new RegExp(`^${count - 1},row ${count - 1},`));
    // Behind the last page there is none; to be answered would count as having read it.
    const behind = String(Math.ceil(count / 256));
    for (const cursor of ['x', '-1', '999999', behind]) {
      expect(code(await get(server, `${id}/results?cursor=${cursor}`))).toBe('input-invalid');
    }
  });

  it('are refused only where nothing is ready', async () => {
    const held = heldReader(reader);
    const server = await start({ inference: held });
    const { id } = status(await handOver(server, items('One.')));
    const early = await get(server, `${id}/results`);
    expect([early.status, code(early), early.headers['retry-after']]).toEqual([409, 'job-unfinished', '1']);
    held.letGo();
    await finished(server, id);
    expect(lines(await get(server, `${id}/results`))).toHaveLength(1);
  });

  it('go with everything else when the last page has arrived, where that was asked for', async () => {
    const server = await start();
    const body = JSON.stringify({ items: [{ text: 'One.' }], deleteAfterRead: true });
    const { id } = status(await handOver(server, body));
    await finished(server, id);
    expect(lines(await get(server, `${id}/results`))).toHaveLength(1);
    await vi.waitFor(async () => {
      const answer = await get(server, `${id}/results`);
      expect([answer.status, code(answer)]).toEqual([404, 'not-found']);
    });
    expect(status(await get(server, id)).state).toBe('cancelled');
  });
});
