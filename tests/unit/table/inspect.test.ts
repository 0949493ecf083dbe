import { describe, expect, it } from 'vitest';
import type { Inspection, TableShape } from '#core/contracts/table';
import { inspectTable } from '#core/table/inspect';
import { maxTextFileBytes, maxWorkbookBytes } from '#core/table/limits';
import { chunked, encode, outline, readAll } from './sources.ts';

function look(
  content: string | Uint8Array,
  name: string,
  given: Partial<TableShape> = {},
  sizeBytes?: number,
): Promise<Inspection> {
  const bytes = typeof content === 'string' ? encode(content) : content;
  return inspectTable(chunked(bytes), { name, given, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
}

const shapeOf = async (content: string | Uint8Array, name: string): Promise<TableShape> =>
  (await look(content, name)).shape;

const reviews = [
  ['id', 'created_at', 'product', 'stars', 'review', 'url'],
  [
    '1',
    '2024-03-05',
    'Kettle',
    '5',
    'It boils, and it is quiet too.',
    'https://shop.example/reviews/0000001/kettle',
  ],
  ['2', '2024-03-06', 'Kettle', '1', 'Leaks; do not buy it.', 'https://shop.example/reviews/0000002/kettle'],
  [
    '3',
    '2024-03-07',
    'Toaster',
    '4',
    'Brown on both sides, at last.',
    'https://shop.example/reviews/0000003/toaster',
  ],
  [
    '4',
    '2024-03-08',
    'Toaster',
    '5',
    'A fine thing for the price.',
    'https://shop.example/reviews/0000004/toaster',
  ],
  ['5', '2024-03-09', 'Kettle', '4', 'Good enough for one.', 'https://shop.example/reviews/0000005/kettle'],
  ['6', '2024-03-10', 'Kettle', '1', 'Broke within a week.', 'https://shop.example/reviews/0000006/kettle'],
];

function written(rows: readonly (readonly string[])[], delimiter: string): string {
  return rows
    .map((row) => row.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter))
    .join('\n');
}

describe('a first look', () => {
  it.each([
    [',', 'reviews.csv'],
    [';', 'reviews.csv'],
    ['\t', 'reviews.tsv'],
    ['|', 'reviews.csv'],
    ['\t', 'reviews.txt'],
    [',', 'reviews'],
  ])('finds what stands between cells: %j in %s', async (delimiter, name) => {
    const seen = await look(written(reviews, delimiter), name);
    expect(seen.shape).toEqual({ kind: 'csv', encoding: 'utf-8', delimiter, hasHeader: true });
    expect(seen.rows).toHaveLength(6);
    expect(seen.rows[0]?.line).toBe(2);
  });

  it('finds what is in the columns, and which of them is which', async () => {
    const { columns, roles } = await look(written(reviews, ','), 'reviews.csv');
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['id', 'number'],
      ['created_at', 'date'],
      ['product', 'category'],
      ['stars', 'rating'],
      ['review', 'text'],
      ['url', 'text'],
    ]);
    // Addresses are longer than the reviews, but no texts.
    expect(roles).toEqual({ text: [4], date: 1, group: 2, rating: 3 });
    expect(columns[4]?.medianCharacters).toBe(27);
  });

  it.each(['Hotel', 'Branch', 'Location'])('groups by the place of a review: %s', async (place) => {
    const rows = ['Rome', 'Oslo', 'Rome', 'Oslo'].map((name, i) => [name, i % 3 ? 'Double' : 'Single']);
    const table = [[place, 'Room type', 'Comment'], ...rows.map((row) => [...row, 'A room with a view.'])];
    expect((await look(written(table, ','), 'a.csv')).roles).toMatchObject({ text: [2], group: 0 });
  });

  it('takes what the person says', async () => {
    const seen = await look(written(reviews, ','), 'reviews.csv', { delimiter: ';', hasHeader: false });
    expect(seen.shape).toMatchObject({ delimiter: ';', hasHeader: false });
    expect(seen.columns.map(({ name }) => name)).toEqual(['column 1']);
    const lines = await look(written(reviews, ','), 'reviews.csv', { kind: 'txt' });
    expect(lines.rows).toHaveLength(7);
  });

  it('takes names that stand twice for names, but not answers', async () => {
    const { shape, columns } = await look('text,text,,x\ngood,fine,,1\nbad,poor,,2\n', 'a.csv');
    expect(shape.hasHeader).toBe(true);
    expect(columns.map(({ name }) => name)).toEqual(['text', 'text 2', 'column 3', 'x']);
    expect((await shapeOf('good,good\n1,2\n3,4\n', 'a.csv')).hasHeader).toBe(false);
  });

  it.each([
    ['a.json', '[1,2'],
    ['a.json', '[[],[]]'],
    ['a.json', '{"text'],
    ['a.jsonl', '{"text\n{"text\n'],
  ])('finds no rows in what has no column to choose: %s %s', async (name, content) => {
    await expect(look(content, name)).rejects.toMatchObject({ code: 'table-unreadable' });
  });

  it('keeps a broken first line of JSON lines as a row with its fault', async () => {
    const { rows } = await look('{"text":"good\n{"text":"bad one"}\n{"text":"third"}\n', 'a.jsonl');
    expect(rows.map(({ fault }) => fault)).toEqual(['not-json', null, null]);
  });

  it('sees that a first row is no names', async () => {
    const { shape, columns } = await look(written(reviews.slice(1), ','), 'reviews.csv');
    expect(shape.hasHeader).toBe(false);
    expect(columns[0]?.name).toBe('column 1');
  });

  it.each([
    ['[{"text":"a"}]', 'a.json', 'json'],
    ['\uFEFF[{"text":"a"}]', 'a.json', 'json'],
    ['{"data":\n[{"text":"a"}]}', 'a.json', 'json'],
    ['{"text":"a"}\n{"text":"b"}\n', 'a.json', 'jsonl'],
    ['{"text":"a"}\n{"text":"b"}\n', 'a.jsonl', 'jsonl'],
    ['{"text":"a"}\n{"text":"b"}\n', 'a.txt', 'jsonl'],
    ['{"text":"good\n{"text":"bad one"}\n{"text":"third"}\n', 'a.jsonl', 'jsonl'],
    [`{"text":"${'long '.repeat(60_000)}"}\n{"text":"b"}\n`, 'a.ndjson', 'jsonl'],
    ['{\n"data":[{"text":"a"}]}', 'a.jsonl', 'json'],
    ['{"meta":1,"data":[{"text":"a"},{"text":"b"}]}', 'a.json', 'json'],
    ['{"text":"a","stars":[1,2]}', 'a.json', 'jsonl'],
    ['{"text":"a","tags":[{"b":1}]}\n{"text":"b"}\n', 'a.json', 'jsonl'],
    ['{"quoted"} is how she began\nand went on\n', 'a.txt', 'txt'],
    ['{"quoted": as they say\nand so on\n', 'a.txt', 'txt'],
    ['["quoted"] is how she began\nand went on\n', 'a.txt', 'txt'],
    ['I like it, really.\nIt is fine.\nNot for me, no, never.\n', 'a.txt', 'txt'],
    ['I like it, really.\nFine, thanks.\nWell, no.\n', 'a.txt', 'txt'],
    ['[1] is what I said\nand so on\n', 'a.txt', 'txt'],
    ['text\n"I like it, really."\nfine\n', 'a.csv', 'csv'],
    ['text\nI like it, really.\nfine\nno, no, no\n', 'a.csv', 'txt'],
    ['sep=;\r\na,b;c\r\n', 'a.csv', 'csv'],
  ])('finds the kind of %j in %s', async (content, name, kind) => {
    expect((await shapeOf(content, name)).kind).toBe(kind);
  });

  const items = [
    { id: 1, text: 'good [x], {y}', tags: [{ no: 1 }] },
    { id: 2, text: 'bad', tags: [] },
  ];
  const spread = items.map((item) => JSON.stringify(item, null, 2));

  it.each([
    ['in an object in an object', JSON.stringify({ response: { reviews: items } })],
    ['deep down', JSON.stringify({ ok: true, a: { b: { c: { rows: items, more: [{ no: 1 }] } } } }, null, 2)],
    [
      'beside a list that stands deeper',
      JSON.stringify({ meta: { links: [{ no: 1 }] }, data: items }, null, 2),
    ],
    ['objects over several lines', spread.join('\n')],
    ['objects over several lines with commas between', `${spread.join(',\n')},\n`],
    ['two arrays', items.map((item) => JSON.stringify([item])).join('\n')],
  ])('finds the rows of JSON: %s', async (_what, text) => {
    const { shape } = await look(text, 'a.json');
    for (const places of [[], Array.from({ length: text.length }, (_, i) => i)]) {
      const read = await readAll(text, shape, places);
      expect(read.columns).toEqual(['id', 'text', 'tags']);
      expect(outline(read)).toEqual([
        [1, [1, 'good [x], {y}', '[{"no":1}]']],
        [2, [2, 'bad', '[]']],
      ]);
    }
  });

  it.each([
    ['a.json', '[["id","text"],[1,"good, really"],[2]]'],
    ['a.jsonl', '["id","text"]\n[1,"good, really"]\n[2]\n'],
    ['a.json', '["id","text"]\r\n[1,"good, really"]\r\n[2]'],
  ])('takes lists of JSON for rows, and the first for names: %s %j', async (name, text) => {
    const { shape, columns } = await look(text, name);
    expect(columns.map((column) => column.name)).toEqual(['id', 'text']);
    expect(outline(await readAll(text, shape))).toEqual([
      [2, [1, 'good, really']],
      [3, [2], 'too-few-cells'],
    ]);
  });

  it('numbers the columns of lists without names', async () => {
    const seen = await look('[[1,"good"],[2,"bad"],{"id":3},[]]', 'a.json');
    expect(seen.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2']);
    expect(seen.rows.map(({ cells, fault }) => [cells, fault])).toEqual([
      [[1, 'good'], null],
      [[2, 'bad'], null],
      [['{"id":3}'], 'not-json'],
      [[], null],
    ]);
  });

  it('takes an object over several lines for a row where it holds none', async () => {
    const seen = await look('{\n "id": 1,\n "text": "good"\n}\n', 'a.json');
    expect(seen.rows.map(({ cells }) => cells)).toEqual([[1, 'good']]);
  });

  it.each([
    ['a line of its own', 'Survey of spring\nid,date,comment\n', 3],
    ['empty cells behind it', 'Survey of spring,,\n,,\nid,date,comment\n', 4],
    ['more about the export', 'Report\nExported by,Ann\nExported on,2024-03-05\n\nid,date,comment\n', 6],
    ['a line break in it', '"Survey\nof spring",,\nid,date,comment\n', 4],
    ['a line that tells the delimiter', 'sep=,\nSurvey of spring\nid,date,comment\n', 4],
  ])('leaves out a title above the names of the columns: %s', async (_what, top, firstLine) => {
    const text = `${top}1,2024-01-05,"good, really"\n2,2024-01-06,bad\n`;
    const seen = await look(text, 'a.csv');
    expect(seen.shape).toMatchObject({ kind: 'csv', hasHeader: true, skipLines: firstLine - 2 });
    expect(seen.columns.map(({ name }) => name)).toEqual(['id', 'date', 'comment']);
    const rows = [
      [firstLine, ['1', '2024-01-05', 'good, really']],
      [firstLine + 1, ['2', '2024-01-06', 'bad']],
    ];
    expect(seen.rows.map(({ line, cells }) => [line, cells])).toEqual(rows);
    expect(outline(await readAll(text, seen.shape))).toEqual(rows);
  });

  it.each([
    'text,\nGreat product,Berlin\nbad,Rome\n',
    'id,text\n1,good\n2,a, b, c\n3,bad\n',
    'text\nid,date,comment\nGood, really\nfine\nno, no, no\n',
    'What do you think?\nName, date, comment, all of it\nfine\nno\nnot at all\n',
    'Survey\n1,good,2024-01-05\n2,bad,2024-01-06\n',
  ])('leaves out nothing above what looks like no row of names: %j', async (content) => {
    const seen = await look(content, 'a.csv');
    expect(seen.shape.skipLines).toBeUndefined();
  });

  it('leaves out as many lines as it is told', async () => {
    const text = 'Shops\nKunde;Kommentar\nAnn;gut\nBob;nicht, gar nicht\n';
    const told = await look(text, 'a.csv', { skipLines: 1, hasHeader: true });
    expect(told.shape).toMatchObject({ kind: 'csv', delimiter: ';', skipLines: 1 });
    expect(told.columns.map(({ name }) => name)).toEqual(['Kunde', 'Kommentar']);
    expect(told.rows.map(({ line }) => line)).toEqual([3, 4]);
    const titled = 'Survey of spring,,\nid,date,comment\n1,2024-01-05,good\n';
    for (const given of [{ skipLines: 0 }, { hasHeader: false }]) {
      const whole = await look(titled, 'a.csv', given);
      expect(whole.rows.at(-2)?.cells[2]).toBe('comment');
    }
    const without = await look(titled, 'a.csv', { hasHeader: false });
    expect(without.rows.map(({ line }) => line)).toEqual([1, 2, 3]);
    await expect(look(text, 'a.csv', { skipLines: 9 })).rejects.toMatchObject({ code: 'table-unreadable' });
  });

  it('believes a line that tells the delimiter', async () => {
    const seen = await look('sep=;\r\nid;text\r\n1;a, b, c\r\n2;d, e, f\r\n', 'a.csv');
    expect(seen.shape.delimiter).toBe(';');
    expect(seen.columns.map(({ name }) => name)).toEqual(['id', 'text']);
  });

  it('reads one text a line under the name of their column', async () => {
    const seen = await look('text\nI like it, really.\nfine\nno, no, no\n', 'a.csv');
    expect(seen.shape.hasHeader).toBe(true);
    expect(seen.columns.map(({ name }) => name)).toEqual(['text']);
    expect(seen.rows.map(({ cells }) => cells[0])).toEqual(['I like it, really.', 'fine', 'no, no, no']);
  });

  it.each(['utf-16le', 'utf-16be'] as const)(
    'finds %s, with a byte order mark and without',
    async (encoding) => {
      for (const mark of ['', '\uFEFF']) {
        const seen = await look(encode(mark + written(reviews, '\t'), encoding), 'reviews.txt');
        expect(seen.shape.encoding).toBe(encoding);
        expect(seen.rows).toHaveLength(6);
      }
    },
  );

  it('finds Windows-1252 where it is no UTF-8, also where the beginning ends inside a character', async () => {
    expect((await shapeOf(encode('text\ncaf\u00e9\n', 'windows-1252'), 'a.csv')).encoding).toBe(
      'windows-1252',
    );
    const long = `text\n${'é'.repeat(200_000)}\nlast\n`;
    for (const start of ['', 'x'])
      expect((await shapeOf(encode(start + long), 'a.csv')).encoding).toBe('utf-8');
  });

  it('finds UTF-8 where a few bytes among many characters are none, and reads those as what they are', async () => {
    const row = encode('caf\u00e9 b\n', 'windows-1252');
    const mixed = await look(Uint8Array.from([...encode('text\ncafé “a”\n'), ...row]), 'a.csv');
    expect(mixed.shape.encoding).toBe('utf-8');
    expect(mixed.rows.map(({ cells }) => cells)).toEqual([['café “a”'], ['café b']]);
    const old = encode('text\nna\u00efve caf\u00e9\nÃ© \u00e9t\u00e9\n', 'windows-1252');
    expect((await shapeOf(old, 'a.csv')).encoding).toBe('windows-1252');
  });

  it('takes a long table for one where some rows are malformed, also without an ending', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i};It was good, mostly.;Mill`);
    const table = ['id;text;house', ...rows.slice(0, 20), '20;short', ...rows.slice(21)].join('\n');
    for (const name of ['', 'a.txt'])
      expect(await shapeOf(table, name)).toMatchObject({ kind: 'csv', delimiter: ';' });
    const prose = Array.from({ length: 30 }, (_, i) => `Good${i % 4 === 0 ? '' : ', really'}, and cheap.`);
    expect(await shapeOf(prose.join('\n'), '')).toMatchObject({ kind: 'txt' });
  });

  it('takes the questions of a survey for names, though they are long or of several lines', async () => {
    const question = `"How was your stay?\n(${'Please tell us in your own words. '.repeat(3)})"`;
    const answers = '3/5/2024 10:00:00,It was good.\n3/6/2024 11:00:00,It was not.\n';
    expect((await shapeOf(`Timestamp,${question}\n${answers}`, 'a.csv')).hasHeader).toBe(true);
    expect((await shapeOf(`Anna,${question}\n${answers}`, 'a.csv')).hasHeader).toBe(false);
    expect(
      (await shapeOf(`text,${question}\n${answers.replaceAll(/^[^,]*/gm, 'so')}`, 'a.csv')).hasHeader,
    ).toBe(false);
  });

  it('takes times in seconds for dates where the name of their column says so', async () => {
    const rows = [1_709_600_000, 1_709_700_000].map((time) => ({
      caller: 1_512_345_678,
      text: 'It was good.',
      created_utc: time,
    }));
    const { columns, roles } = await look(JSON.stringify(rows), 'posts.json');
    expect(columns.map(({ kind }) => kind)).toEqual(['number', 'text', 'date']);
    expect(roles).toMatchObject({ text: [1], date: 2 });
  });

  it('shows fifty rows and reads no further', async () => {
    let given = 0;
    async function* source(): AsyncGenerator<Uint8Array, void, undefined> {
      for (;;) {
        given += 1;
        yield await Promise.resolve(encode('1,word\n'.repeat(10_000)));
      }
    }
    const seen = await inspectTable(source(), { name: 'a.csv' });
    expect(seen.rows).toHaveLength(50);
    expect(given).toBeLessThan(10);
  });

  it('shows a row that fills all of what is looked at', async () => {
    const seen = await look(`text\n${'long '.repeat(100_000)}\n`, 'a.csv');
    expect(seen.roles?.text).toEqual([0]);
  });

  it('has no text column where there can be none', async () => {
    expect((await look('id,n\n1,2\n2,3\n', 'a.csv')).roles).toBeNull();
  });

  it.each([
    ['an empty file', ''],
    ['a PDF', '%PDF-1.7\n1 0 obj\n'],
    ['an archive', 'PK\u0003\u0004 and no workbook'],
    ['line ends only', '\n\r\n \n'],
    ['a lot of control characters', '\u0001\u0002\u0003\0\u0004abc'],
    ['names without rows', 'id,text\n'],
  ])('finds nothing to read in %s', async (_, content) => {
    await expect(look(content, 'a.csv')).rejects.toMatchObject({ code: 'table-unreadable' });
  });

  it('tells a workbook with a password, or from before 2007, from a file without rows', async () => {
    const compound = new Uint8Array([
      0xd0,
      0xcf,
      0x11,
      0xe0,
      0xa1,
      0xb1,
      0x1a,
      0xe1,
      ...Array<number>(512).fill(0),
    ]);
    await expect(look(compound, 'a.xlsx')).rejects.toMatchObject({ code: 'table-locked' });
  });

  it('refuses what is too large before it reads it', async () => {
    await expect(look('a,b\n1,2\n', 'a.csv', {}, maxTextFileBytes + 1)).rejects.toMatchObject({
      code: 'table-too-large',
    });
    await expect(look('PK\u0003\u0004', 'a.xlsx', {}, maxWorkbookBytes + 1)).rejects.toMatchObject({
      code: 'table-too-large',
    });
  });
});
