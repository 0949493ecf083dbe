import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { Answer } from './ask.ts';
import { code, finished, get, handOver, items, json, lines, manyRows, status } from './jobs-asking.ts';
import type { Sent } from './jobs-asking.ts';
import type { JobsServer } from './jobs-server.ts';
import { germanText, shortText } from './texts.ts';
import { withJobsServers } from './with-jobs-servers.ts';

const { reader, start } = withJobsServers();

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
        query: '?anyLanguage=true&textColumn=2&idColumn=1',
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

  it('says which columns of a table were read, at once and later, by their places and not by their names', async () => {
    const server = await start();
    const answer = await handOver(server, 'key,Zanzibar\na,It was lovely.\nb,It was cold.\n', {
      type: 'text/csv',
      query: '?idColumn=key',
    });
    const table = { textColumn: 2, idColumn: 1, hasHeader: true };
    const { id } = status(answer);
    expect(status(answer).table).toEqual(table);
    const end = await get(server, id, { prefer: 'wait=30' });
    expect(status(end).table).toEqual(table);
    expect(answer.body.toString() + end.body.toString()).not.toContain('Zanzibar');
    expect(status(await handOver(server, items('It was lovely.'))).table).toBeNull();
    const zero = await handOver(server, 'a,b\n', { type: 'text/csv', query: '?idColumn=0' });
    expect([zero.status, code(zero)]).toEqual([400, 'input-invalid']);
    expect(json(zero)).toMatchObject({ remedy: expect.stringContaining('counted from 1') });
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
