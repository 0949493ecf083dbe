import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import { maxJobRows } from '#core/contracts/jobs';
import type { JobRow, JobTable } from '#core/contracts/jobs';
import { wordsFor } from '../../server/program-words.ts';
import { inPortions } from '../../server/services/jobs/portions.ts';
import { maxUploadBytes, readUpload } from '../../server/services/jobs/upload.ts';
import type { UploadForm, UploadOptions } from '../../server/services/jobs/upload.ts';

const unsaid: UploadOptions = { anyLanguage: false, deleteAfterRead: false };

/** In pieces of so many bytes, wherever they cut. */
async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

interface Taken {
  rows: JobRow[];
  options: UploadOptions;
  table: JobTable | null;
}

async function take(text: string, form: UploadForm, size = 65_536, given = unsaid): Promise<Taken> {
  const upload = readUpload(inPieces(text, size), form, given);
  const rows: JobRow[] = [];
  for await (const batch of upload.batches) rows.push(...batch);
  return { rows, options: upload.options, table: upload.table };
}

async function errorOf(work: Promise<unknown>): Promise<UndertoneError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof UndertoneError))
    throw new Error('It did not fail as it should.', { cause: thrown });
  return thrown;
}

const asJson = (rows: readonly JobRow[]): string => JSON.stringify({ items: rows });
const asLines = (rows: readonly JobRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const asCsv = (rows: readonly JobRow[], delimiter = ','): string =>
  ['id', 'text'].join(delimiter) +
  rows.map(({ id = '', text }) => `\r\n${[quoted(id), quoted(text)].join(delimiter)}`).join('');

/** Ids as a table keeps them: without space around them. */
const id = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  .filter((drawn) => drawn.trim() === drawn);
const text = fc.oneof(
  fc.lorem({ mode: 'sentences', maxCount: 3 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('a "quoted", one', 'two\nlines', 'semi; colon', '{"a": [1, 2]}', ']', '\\"', '€ “…” 😀'),
);
// An id in every row: a table tells no empty line from a row without anything in it.
const rowsArbitrary = fc
  .array(fc.record({ id, text }), { minLength: 1, maxLength: 40 })
  .map((rows) => rows.map((row) => (row.text.trim() === '' ? { ...row, text: 'blank' } : row)));

describe('an upload', () => {
  it('holds the same rows in each of its forms, wherever its pieces are cut', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.integer({ min: 1, max: 200 }), async (rows, size) => {
        const columns = { textColumn: 'text', idColumn: 'id' };
        const forms = await Promise.all([
          take(asJson(rows), { kind: 'json' }, size),
          take(JSON.stringify({ items: rows }, null, 2), { kind: 'json' }, size),
          take(asLines(rows), { kind: 'ndjson' }, size),
          take(asCsv(rows), { kind: 'csv', ...columns }, size),
          take(asCsv(rows, '\t'), { kind: 'csv', delimiter: '\t', ...columns }, size),
        ]);
        for (const { rows: read } of forms) expect(read).toEqual(rows);
      }),
    );
  });

  it('says in JSON how it is to be read, before its items or behind them', async () => {
    const behind = '{"items": [{"text": "a"}], "anyLanguage": true, "deleteAfterRead": true}';
    const before = '{"anyLanguage": true, "deleteAfterRead": true, "items": [{"text": "a"}]}';
    for (const json of [behind, before]) {
      for (const size of [1, 7, 1000]) {
        expect(await take(json, { kind: 'json' }, size)).toEqual({
          rows: [{ text: 'a' }],
          options: { anyLanguage: true, deleteAfterRead: true },
          table: null,
        });
      }
    }
    const given = { anyLanguage: true, deleteAfterRead: false };
    const inQuery = await take(
      '{"items": [{"text": "a"}], "deleteAfterRead": true}',
      { kind: 'json' },
      9,
      given,
    );
    expect(inQuery.options).toEqual({ anyLanguage: true, deleteAfterRead: true });
  });

  it.each([
    ['', ''],
    ['[]', ''],
    ['{}', '/items'],
    ['{"items": []}', '/items'],
    ['{"items": 5}', ''],
    ['{"items": {"text": "a"}}', ''],
    ['{"items": [{"text": "a"}]', ''],
    ['{"items": [{"text": "a"}]}}', ''],
    ['{"items": [{"text": "a"}]} x', ''],
    ['{"items": [{"text": "a"},]}', '/items/1'],
    ['{"items": [{"text": "a"}{"text": "b"}]}', '/items/0'],
    ['{"items": [,{"text": "a"}]}', '/items/0'],
    ['{"items": [{"text": "a"}, {"text": 5}]}', '/items/1/text'],
    ['{"items": [{"text": "a"}, "b"]}', '/items/1'],
    ['{"items": [{"text": "a", "secret": "b"}]}', '/items/0'],
    ['{"items": [{"text": "a"]}', '/items/0'],
    ['{"items": [{"text": "a"}], "items": [{"text": "b"}]}', ''],
    ['{"items": [{"text": "a"}], "other": 1}', ''],
    ['{"items": [{"text": "a"}], "anyLanguage": "yes"}', '/anyLanguage'],
    ['{"items": [{"text": "a"}],}', ''],
    ['{,"items": [{"text": "a"}]}', ''],
    ['x{"items": [{"text": "a"}]}', ''],
  ])('is refused as JSON that is none: %s', async (json, pointer) => {
    const error = await errorOf(take(json, { kind: 'json' }, 3));
    expect(error.code).toBe('input-invalid');
    expect(error.details['faults']).toEqual([expect.objectContaining({ pointer })]);
  });

  it('takes for JSON what JSON.parse does, and nothing else', async () => {
    const parts = [
      '{',
      '}',
      '[',
      ']',
      '"items"',
      ':',
      ',',
      '{"text":"a"}',
      '"anyLanguage"',
      'true',
      ' ',
      '"',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...parts), { maxLength: 14 }).map((drawn) => `{"items":[${drawn.join('')}`),
        async (json) => {
          const taken = await take(json, { kind: 'json' }, 2).catch(() => undefined);
          if (taken !== undefined) expect(JSON.parse(json)).toMatchObject({ items: taken.rows });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('names the line that is no row, and repeats nothing of it', async () => {
    const lines = '{"text": "a"}\n\n{"text": "Zanzibar"} x\n{"text": "b"}';
    const error = await errorOf(take(lines, { kind: 'ndjson' }));
    expect(error).toMatchObject({
      code: 'input-invalid',
      details: { line: 3, faults: [{ pointer: '', fault: 'not-json' }] },
    });
    expect(JSON.stringify(error.toData())).not.toContain('Zanzibar');
    const faulty = await errorOf(take('{"text": "a", "text2": "b"}', { kind: 'ndjson' }));
    expect(faulty.details).toEqual({
      line: 1,
      faults: [{ pointer: '', fault: 'unrecognized_keys', members: ['id', 'text'] }],
    });
    const beside = await errorOf(take('{"items": [{"text": "a"}], "Zanzibar": 1}', { kind: 'json' }));
    expect(beside.details).toEqual({
      faults: [
        { pointer: '', fault: 'unrecognized_keys', members: ['items', 'anyLanguage', 'deleteAfterRead'] },
      ],
    });
    expect((await errorOf(take(' \n\n', { kind: 'ndjson' }))).code).toBe('input-invalid');
  });

  it('reads of a table the column that is named, by name or place, or else the one that holds texts', async () => {
    const csv = 'id;stars;Comment\r\na;5;"Lovely; really"\r\nb;1;It was awful and cold\r\n;3;\r\n';
    const texts = ['Lovely; really', 'It was awful and cold', ''];
    for (const textColumn of ['Comment', 'comment', '3', undefined]) {
      const { rows, table } = await take(csv, { kind: 'csv', textColumn });
      expect(rows).toEqual(texts.map((each) => ({ text: each })));
      expect(table).toEqual({ textColumn: 3, idColumn: null, hasHeader: true });
    }
    const { rows, table } = await take(csv, { kind: 'csv', textColumn: '3', idColumn: '1' });
    expect(rows).toEqual([{ id: 'a', text: texts[0] }, { id: 'b', text: texts[1] }, { text: '' }]);
    expect(table).toEqual({ textColumn: 3, idColumn: 1, hasHeader: true });
    const headless = await take('5,It was good.\n1,It was bad and cold.\n', {
      kind: 'csv',
      hasHeader: false,
    });
    expect(headless.table).toEqual({ textColumn: 2, idColumn: null, hasHeader: false });
    for (const textColumn of ['0', '00']) {
      expect(await errorOf(take(csv, { kind: 'csv', textColumn }))).toMatchObject({
        code: 'input-invalid',
        details: { faults: [{ pointer: '/textColumn', fault: 'counts-from-1' }] },
      });
    }
    // A comma that nobody quoted has cut the text, and moved what is behind it.
    const cut = await take('text,id\nIt was cold.,16\nGood, fast,17\n', {
      kind: 'csv',
      textColumn: 'text',
      idColumn: 'id',
    });
    expect(cut.rows).toEqual([{ id: '16', text: 'It was cold.' }, { text: 'Good' }]);
    const missing = await errorOf(take(csv, { kind: 'csv', textColumn: '4' }));
    expect(missing).toMatchObject({
      code: 'input-invalid',
      details: {
        faults: [{ pointer: '/textColumn', fault: 'no-such-column' }],
        columns: ['id', 'stars', 'Comment'],
      },
    });
    const noId = await errorOf(take(csv, { kind: 'csv', idColumn: 'key' }));
    expect(noId).toMatchObject({ code: 'input-invalid', details: { faults: [{ pointer: '/idColumn' }] } });
    const wide = `${Array.from({ length: 80 }, (_, i) => `${i}${'x'.repeat(200)}`).join(',')}\n`;
    const { details } = await errorOf(take(wide.repeat(2), { kind: 'csv', textColumn: 'none' }));
    expect(details['columns']).toHaveLength(50);
    expect(JSON.stringify(details).length).toBeLessThan(6000);
    const numbers = await errorOf(take('a,b\n1,2\n3,4\n', { kind: 'csv' }));
    expect(numbers).toMatchObject({
      code: 'input-invalid',
      details: { faults: [{ pointer: '/textColumn', fault: 'no-such-column' }] },
    });
  });

  it('reads of a table one text a line, another encoding, or no header, as files are read', async () => {
    const plain = 'comment\nLovely, really\nIt was awful, cold, and dear\nSo, so\n';
    expect((await take(plain, { kind: 'csv' })).rows.map((row) => row.text)).toEqual([
      'Lovely, really',
      'It was awful, cold, and dear',
      'So, so',
    ]);
    const headless = await take('a lovely day,5\nan awful night,1\n', {
      kind: 'csv',
      hasHeader: false,
      textColumn: '1',
    });
    expect(headless.rows).toEqual([{ text: 'a lovely day' }, { text: 'an awful night' }]);
    const latin = Buffer.from('text,n\nCaf\u00e9 tr\u00e8s bon,1\n', 'latin1');
    const source = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      yield latin;
    };
    const upload = readUpload(
      source(),
      { kind: 'csv', encoding: 'windows-1252', textColumn: 'text' },
      unsaid,
    );
    for await (const batch of upload.batches) expect(batch).toEqual([{ text: 'Café très bon' }]);
    expect((await errorOf(take('PK\u0003\u0004 and so on', { kind: 'csv' }))).code).toBe('table-unreadable');
    expect((await errorOf(take('', { kind: 'csv' }))).code).toBe('table-unreadable');
  });

  it.each([
    'date,stars,comment2026-01-01,5,A lovely day it was2026-01-02,1,An awful night was had',
    'id,text1,A lovely day it was2,An awful night was had',
    'id;text1;A lovely day it was2;7',
    'text,stars',
  ])('is refused as a table whose line breaks are gone: %s', async (line) => {
    for (const hasHeader of [undefined, true]) {
      const error = await errorOf(take(line, { kind: 'csv', hasHeader }));
      expect(error.code).toBe('table-unreadable');
      const { message, remedy } = wordsFor(error.code, error.details);
      expect(`${message} ${remedy}`).toContain('--data-binary');
    }
  });

  it.each([
    ['A lovely day, 5', undefined, 'A lovely day'],
    ['5,"A lovely, day",2026-01-01', undefined, 'A lovely, day'],
    ['It was a lovely day', undefined, 'It was a lovely day'],
    ['type,comment\nreview,It was a lovely day', undefined, 'It was a lovely day'],
    ['text,It was a lovely day,5', false, 'It was a lovely day'],
  ])('is one row where that is plain: %j', async (line, hasHeader, said) => {
    expect((await take(line, { kind: 'csv', hasHeader })).rows).toEqual([{ text: said }]);
  });

  it('leaves out a title above the names of a table, but not where these are said to stand in its first line', async () => {
    const titled =
      'Survey of spring\n\nscore,comment\n5,A lovely day\n1,An awful night\n3,It was cold there\n';
    const textsOf = async (form: UploadForm): Promise<string[]> =>
      (await take(titled, form)).rows.map((row) => row.text);
    const comments = ['A lovely day', 'An awful night', 'It was cold there'];
    expect(await textsOf({ kind: 'csv', textColumn: 'comment' })).toEqual(comments);
    expect(await textsOf({ kind: 'csv', hasHeader: true, textColumn: '1' })).toEqual(
      titled.split('\n').slice(1, -1),
    );
  });

  it('is refused with more rows or bytes than a job may have, as soon as that is known', async () => {
    let sent = 0;
    async function* endless(chunk: string): AsyncGenerator<Uint8Array, void, undefined> {
      const bytes = Buffer.from(chunk);
      for (;;) {
        sent += bytes.length;
        yield bytes;
      }
    }
    const through = async (chunk: string): Promise<void> => {
      sent = 0;
      const { batches } = readUpload(endless(chunk), { kind: 'ndjson' }, unsaid);
      for await (const batch of batches) expect(batch.length).toBeLessThanOrEqual(maxJobRows);
    };
    const rows = await errorOf(through('{"text": "a"}\n'.repeat(1000)));
    expect(rows).toMatchObject({ code: 'body-too-large', details: { limit: maxJobRows, unit: 'rows' } });
    const bytes = await errorOf(through(`{"text": "${'a'.repeat(65_000)}"}\n`));
    expect(bytes).toMatchObject({
      code: 'body-too-large',
      details: { limit: maxUploadBytes, unit: 'bytes' },
    });
    expect(sent).toBeLessThan(maxUploadBytes + 100_000);
  });
});

describe('portions', () => {
  it('hold every row once, in order, and are the same however the rows come', async () => {
    const row = fc.record({ text: fc.nat(90_000).map((length) => 'x'.repeat(length)) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, size) => {
          const portionsOf = async (batchSize: number): Promise<JobRow[][]> => {
            async function* batches(): AsyncGenerator<JobRow[], void, undefined> {
              for (let at = 0; at < rows.length; at += batchSize) yield rows.slice(at, at + batchSize);
            }
            const portions: JobRow[][] = [];
            for await (const portion of inPortions(batches())) portions.push(portion);
            return portions;
          };
          const portions = await portionsOf(size);
          expect(portions.flat()).toEqual(rows);
          expect(await portionsOf(1000)).toEqual(portions);
          for (const portion of portions) {
            const characters = portion.reduce((sum, each) => sum + each.text.length, 0);
            expect(portion.length === 1 || characters <= 65_536).toBe(true);
          }
        },
      ),
    );
    async function* many(): AsyncGenerator<JobRow[], void, undefined> {
      yield Array.from({ length: 600 }, () => ({ text: 'a' }));
    }
    const lengths: number[] = [];
    for await (const portion of inPortions(many())) lengths.push(portion.length);
    expect(lengths).toEqual([16, 32, 64, 128, 256, 104]);
  });
});
