import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxTextCharacters } from '#core/contracts/analysis';
import { createJsonRows } from '#core/table/json-rows';
import { createJsonItems } from '#core/table/json-items';
import { outline, readAll } from './sources.ts';

const everywhere = Array.from({ length: 300 }, (_, i) => i);

describe('JSONL', () => {
  it('has an object a line, its columns in the order of first appearance', async () => {
    const read = await readAll('{"b":"x","a":1}\r\n{"a":null,"late":true}\n\n{}\n', { kind: 'jsonl' });
    expect(read.columns).toEqual(['b', 'a', 'late']);
    expect(outline(read)).toEqual([
      [1, ['x', 1]],
      [2, [null, null, true]],
      [3, []],
      [4, []],
    ]);
  });

  it('has a column for everything in an object within, by both names', async () => {
    const read = await readAll(
      '{"id":1,"review":{"text":"fine","by":{"age":7},"none":{}}}\n{"review":{"text":"good"}}\n{"review":"bad"}\n',
      { kind: 'jsonl' },
    );
    expect(read.columns).toEqual(['id', 'review.text', 'review.by.age', 'review.none', 'review']);
    expect(outline(read)).toEqual([
      [1, [1, 'fine', 7, '{}']],
      [2, [null, 'good']],
      [3, [null, null, null, null, 'bad']],
    ]);
  });

  it('loses nothing where two have one name', async () => {
    const read = await readAll('{"a.b":1,"a":{"b":2}}\n{"a":{"b":3}}\n', { kind: 'jsonl' });
    expect(read.columns).toEqual(['a.b', 'a.b 2']);
    expect(outline(read)).toEqual([
      [1, [1, 2]],
      [2, [3]],
    ]);
  });

  it('keeps lists as JSON, and numbers that JavaScript cannot hold with all of their digits', async () => {
    const line =
      '{"n":[{"a":[1,"x"]}],"id":12345678901234567890,"far":1e400,"s":"12345678901234567890","f":0.1,"small":-3.5}';
    expect(outline(await readAll(line, { kind: 'jsonl' }))).toEqual([
      [1, ['[{"a":[1,"x"]}]', '12345678901234567890', '1e400', '12345678901234567890', 0.1, -3.5]],
    ]);
  });

  it.each(['plain words', '{"text": "cut', '[1]', '5', 'null', '"a string"', '{"a":1} {"b":2}'])(
    'keeps a line that is no object, with its text: %s',
    async (line) => {
      const read = await readAll(`{"text":"ok"}\n${line}\n{"text":"after"}\n`, { kind: 'jsonl' });
      expect(outline(read)).toEqual([
        [1, ['ok']],
        [2, [line], 'not-json'],
        [3, ['after']],
      ]);
    },
  );

  it('takes any name for a name', async () => {
    const read = await readAll('{"__proto__":"a","toString":"b","":"c"}', { kind: 'jsonl' });
    expect(read.columns).toEqual(['__proto__', 'toString', '']);
    expect(outline(read)).toEqual([[1, ['a', 'b', 'c']]]);
  });

  it('has a column for the rest where names are data', () => {
    const rows = createJsonRows(100, false, 2);
    const cells = ['{"a":1,"b":2,"c":3}', '{"d":[4],"b":5}', '{"a":6}'].map(
      (item, i) => rows.row({ line: i + 1, cells: [item], fault: null })?.cells,
    );
    expect(rows.columns).toEqual(['a', 'b', 'more']);
    expect(cells).toEqual([[1, 2, '{"c":3}'], [null, 5, '{"d":[4]}'], [6]]);
  });

  it('may be plain strings', async () => {
    const read = await readAll('"one"\n"two"\n{"a":1}', { kind: 'jsonl' });
    expect(read.columns).toEqual(['text']);
    expect(outline(read)).toEqual([
      [1, ['one']],
      [2, ['two']],
      [3, ['{"a":1}'], 'not-json'],
    ]);
  });

  it('marks a text that is too long to be read', async () => {
    const read = await readAll(`{"a":"${'x'.repeat(maxTextCharacters + 1)}"}\n{"a":"b"}`, { kind: 'jsonl' });
    expect(read.rows.map(({ fault }) => fault)).toEqual(['too-long', null]);
  });
});

describe('objects of JSON one after another', () => {
  const shape = { kind: 'json' as const, rowsDepth: 0 };

  it('keep what is broken between them, and lose no other', async () => {
    const text = '{\n"a": 1\n}\noops\n{\n"a": "cut,\n}\n{\n"a": [2\n}\n{"a":3,\n{"a":4}\n]\n{"a":5}{"a":6}';
    for (const places of [[], everywhere]) {
      expect(outline(await readAll(text, shape, places))).toEqual([
        [1, [1]],
        [2, ['oops'], 'not-json'],
        [3, ['{\n"a": "cut,\n}'], 'not-json'],
        [4, ['{\n"a": [2\n}'], 'not-json'],
        [5, ['{"a":3,'], 'not-json'],
        [6, [4]],
        [7, [']'], 'not-json'],
        [8, [5]],
        [9, [6]],
      ]);
    }
  });

  it('are cut where one of them is too long', async () => {
    const reader = createJsonItems({ cellCharacters: 10, rowCharacters: 20 }, 0);
    const rows = ['{"a":"', ...Array.from({ length: 100 }, () => 'x'.repeat(10)), '"}\n{"a":1}'].flatMap(
      (piece) => reader.push(piece),
    );
    expect(rows.map(({ cells, fault }) => [cells[0]?.length, fault])).toEqual([
      [20, 'too-long'],
      [7, null],
    ]);
  });

  it('may each have a list of rows, as pages of an answer have', async () => {
    const pages = '{"data":[{"a":1}],"more":[{"a":9}]}\n{"next":null,"data":[{"a":2}]}';
    expect(outline(await readAll(pages, { kind: 'json' }))).toEqual([
      [1, [1]],
      [2, [2]],
    ]);
  });
});

describe('a JSON array', () => {
  const json = { kind: 'json' as const };

  it('has an object an item', async () => {
    const read = await readAll('[{"a":"x, [y] {z} \\"q\\\\"},\n {"a":{"b":[1,2]}}\n]\n', json);
    expect(outline(read)).toEqual([
      [1, ['x, [y] {z} "q\\']],
      [2, [null, '[1,2]']],
    ]);
  });

  it('may be one of plain strings', async () => {
    const read = await readAll('["one, two", "three"]', json);
    expect(read.columns).toEqual(['text']);
    expect(outline(read)).toEqual([
      [1, ['one, two']],
      [2, ['three']],
    ]);
  });

  it('may be the first one of objects in an object', async () => {
    const text =
      '{"meta":{"rows":[{"no":1}]},"names":["a",{"b":1}],"data":[{"a":1},{"a":2}],"more":[{"a":3}]}';
    expect(outline(await readAll(text, json))).toEqual([
      [1, [1]],
      [2, [2]],
    ]);
  });

  it.each([
    [
      '[1,{"a":1},null]',
      [
        [1, ['1'], 'not-json'],
        [2, [1]],
        [3, ['null'], 'not-json'],
      ],
    ],
    [
      '[{"a":1},{"a":oops},{"a":2}]',
      [
        [1, [1]],
        [2, ['{"a":oops}'], 'not-json'],
        [3, [2]],
      ],
    ],
    [
      '[{"a":[1},{"a":2}]',
      [
        [1, ['{"a":[1}'], 'not-json'],
        [2, [2]],
      ],
    ],
    [
      '[{"a":1,{"a":2}]',
      [
        [1, ['{"a":1,'], 'not-json'],
        [2, [2]],
      ],
    ],
    [
      '[{"a":"cut},\n{"a":2}]',
      [
        [1, ['{"a":"cut},'], 'not-json'],
        [2, [2]],
      ],
    ],
    [
      '[{"a":1},{"a":2',
      [
        [1, [1]],
        [2, ['{"a":2'], 'not-json'],
      ],
    ],
    [
      '[{"a":1}},{"a":2}]',
      [
        [1, ['{"a":1}}'], 'not-json'],
        [2, [2]],
      ],
    ],
    ['[{"a":1},]', [[1, [1]]]],
  ])('keeps what is broken in it, and the items after it: %s', async (text, rows) => {
    expect(outline(await readAll(text, json))).toEqual(rows);
    expect(outline(await readAll(text, json, everywhere))).toEqual(rows);
  });

  it.each(['[]', '{}', '{"a":"b"}', ' '])('is no table where it has no items: %s', async (text) => {
    await expect(readAll(text, json)).rejects.toMatchObject({ code: 'table-unreadable' });
  });

  it('lets go of what is beyond the limit of an item', () => {
    const items = createJsonItems({ cellCharacters: 10, rowCharacters: 10 });
    const rows = [
      ...items.push('["123456789012'),
      ...items.push('345", "short"'),
      ...items.push(']'),
      ...items.end(),
    ];
    expect(rows).toEqual([
      { line: 1, cells: ['"123456789'], fault: 'too-long' },
      { line: 2, cells: ['"short"'], fault: null },
    ]);
  });

  it('reads what JSON can say, wherever the chunks end', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const rows = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c"\\'), value, { minKeys: 1 }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.boolean(),
        fc.array(fc.nat(400), { maxLength: 6 }),
        async (items, isPretty, places) => {
          const read = await readAll(JSON.stringify(items, null, isPretty ? 2 : undefined), json, places);
          const back = read.rows.map(({ cells }) =>
            Object.fromEntries(read.columns.map((name, i) => [name, cells[i] ?? null])),
          );
          const expected = items.map((item) =>
            Object.fromEntries(read.columns.map((name) => [name, item[name] ?? null])),
          );
          expect(back).toEqual(expected);
          expect(read.rows.map(({ line }) => line)).toEqual(items.map((_, i) => i + 1));
        },
      ),
    );
  });

  it('is cut alike wherever the chunks end, broken or not', async () => {
    const unit = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\n', 'a', '1', '😀');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 30 }), async (body) => {
        const text = `[{"a":1},${body},{"a":2}]`;
        expect(await readAll(text, json, everywhere)).toEqual(await readAll(text, json));
      }),
      { numRuns: 300 },
    );
  });
});
