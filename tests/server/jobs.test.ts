import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { jobStatus } from '#core/contracts/jobs';
import type { JobResult } from '#core/contracts/jobs';
import { jobEvents } from '../../server/routes/job-events.ts';
import { ask } from './ask.ts';
import { code, finished, get, handOver, items, lines, manyRows, status } from './jobs-asking.ts';
import { heldReader } from './jobs-server.ts';
import { withJobsServers } from './with-jobs-servers.ts';

const { reader, start } = withJobsServers();

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
    // The first four portions have 240 rows.
    const behind = String(4 + Math.ceil((count - 240) / 256));
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
    const rows = [{ text: 'One.' }, { text: 'x'.repeat(50_001) }];
    const body = JSON.stringify({ items: rows, deleteAfterRead: true });
    const key = randomUUID();
    const { id } = status(await handOver(server, body, { key }));
    const ended = await finished(server, id);
    expect(ended).toMatchObject({
      state: 'partial',
      progress: { total: 2, done: 2, failed: 1 },
      erasedAt: null,
    });
    const etag = String((await get(server, id)).headers['etag']);
    const change = get(server, id, { 'if-none-match': etag, prefer: 'wait=20' });
    expect(lines(await get(server, `${id}/results`))).toHaveLength(2);
    // How it ended stays, and that nothing of it is left is news.
    expect(status(await change)).toEqual({ ...ended, erasedAt: expect.any(String) });
    const answer = await get(server, `${id}/results`);
    expect([answer.status, code(answer)]).toEqual([404, 'not-found']);
    const again = await handOver(server, body, { key });
    expect([again.status, code(again)]).toEqual([422, 'idempotency-mismatch']);
    for (let i = 0; i < 2; i += 1) {
      expect((await ask(server.port, `/tone/v1/jobs/${id}`, { method: 'DELETE' })).status).toBe(204);
    }
    expect(await server.links()).toHaveLength(1);
  });
});
