import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { outline, readAll } from './sources.ts';

const cells = async (text: string, shape = {}): Promise<unknown[]> =>
  (await readAll(text, shape)).rows.map((row) => row.cells);

describe('rows of cells between delimiters', () => {
  it('have the names of the first row and the lines they begin in', async () => {
    const read = await readAll('id,text\n1,"good\r\nand ""cheap"""\n2,bad\n');
    expect(read.columns).toEqual(['id', 'text']);
    expect(outline(read)).toEqual([
      [2, ['1', 'good\r\nand "cheap"']],
      [4, ['2', 'bad']],
    ]);
  });

  it('end with LF, CRLF or CR, and need no end at the end', async () => {
    const rows = [
      [2, ['1', '2']],
      [3, ['3', '4']],
    ];
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      for (const last of ['', lineEnd]) {
        expect(outline(await readAll(['a,b', '1,2', '3,4'].join(lineEnd) + last))).toEqual(rows);
      }
    }
  });

  it('keep a lone CR where lines end otherwise', async () => {
    expect(await cells('a,b\n1,x\ry\r\n')).toEqual([['1', 'x\ry']]);
    expect(await cells('a,b\r\n1,x\ry\r\n')).toEqual([['1', 'x\ry']]);
  });

  it.each([',', ';', '\t', '|'] as const)('are cut at %j and not at the others', async (delimiter) => {
    const text = ['a', 'b;,|\t'.replace(delimiter, '')].join(delimiter);
    expect(await cells(`x${delimiter}y\n${text}\n`, { delimiter })).toEqual([
      ['a', 'b;,|\t'.replace(delimiter, '')],
    ]);
  });

  it('are kept where they are empty, and counted as lines where they come before the names', async () => {
    expect(outline(await readAll('\n\na,b\n\n1,2\n,\n'))).toEqual([
      [4, []],
      [5, ['1', '2']],
      [6, ['', '']],
    ]);
  });

  it('may be ragged, and say so', async () => {
    expect(outline(await readAll('a,b\n1\n1,2,3\n1,2,\n'))).toEqual([
      [2, ['1'], 'too-few-cells'],
      [3, ['1', '2', '3'], 'too-many-cells'],
      [4, ['1', '2']],
    ]);
  });

  it('begin behind the line by which Excel tells the delimiter', async () => {
    const read = await readAll('sep=;\r\na;b\r\n1;2\r\n', { delimiter: ';' });
    expect(read.columns).toEqual(['a', 'b']);
    expect(outline(read)).toEqual([[3, ['1', '2']]]);
  });

  it('have names that are distinct', async () => {
    expect((await readAll('a,,a,a 2,\n1,2,3,4,5\n')).columns).toEqual([
      'a',
      'column 2',
      'a 3',
      'a 2',
      'column 5',
    ]);
    expect((await readAll('1,2\n', { hasHeader: false })).columns).toEqual(['column 1', 'column 2']);
  });

  it('keep a quote inside a cell as it stands', async () => {
    expect(outline(await readAll('a,b\n6" x,"she said "no" to me"\n7,"ok" \n'))).toEqual([
      [2, ['6" x', 'she said "no" to me'], 'quotes'],
      [3, ['7', 'ok']],
    ]);
  });

  it('have cells in quotes behind a space or two', async () => {
    const text = 'a,b,c\n1, "good, really", A\n2,  "so ""fine""\nand cheap" ,B\n "3", "", "C"\n';
    expect(outline(await readAll(text))).toEqual([
      [2, ['1', 'good, really', ' A']],
      [3, ['2', 'so "fine"\nand cheap', 'B']],
      [5, ['3', '', 'C']],
    ]);
  });

  it('keep a quote behind a space that is not closed at the end of its cell', async () => {
    const text = 'a,b\n1, "good\n2, "fine" she said\n3, "a" and "b"\n4,bad\n';
    expect(outline(await readAll(text))).toEqual([
      [2, ['1', ' "good']],
      [3, ['2', ' "fine" she said']],
      [4, ['3', ' "a" and "b"']],
      [5, ['4', 'bad']],
    ]);
  });

  it('keep the quotes inside of ordinary texts', async () => {
    const word = fc.constantFrom('so', '"so"', '"', 'a"', '12"', '""', ' ');
    const cell = fc
      .tuple(fc.constantFrom('', ' ', 'x', ' x', ' "y" '), fc.array(word, { maxLength: 4 }))
      .map(([start, words]) => `${start}${words.join(' ')} z`)
      .filter((text) => !text.startsWith('"'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
        const text = ['a,b', ...rows.map((row) => row.join(','))].join('\n');
        expect(await cells(text)).toEqual(rows);
      }),
    );
  });

  it('lose one line to a quote that is never closed', async () => {
    expect(outline(await readAll('a,b\n1,"good\n2,"fine"\n3,bad\n'))).toEqual([
      [2, ['1', '"good'], 'quotes'],
      [3, ['2', 'fine']],
      [4, ['3', 'bad']],
    ]);
    expect(outline(await readAll('a,b\n1,"good\n2,fine\n3,bad\n'))).toEqual([
      [2, ['1', '"good'], 'quotes'],
      [3, ['2', 'fine']],
      [4, ['3', 'bad']],
    ]);
  });

  it('are read as the library reads them where they are well formed', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', '😀'), maxLength: 8 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = Papa.unparse({ fields: ['a', 'b'], data: rows });
        const read = await readAll(text);
        expect(read.rows.map((row) => row.cells)).toEqual(rows.map((r) => r));
        expect(read.rows.every(({ fault }) => fault === null)).toBe(true);
      }),
    );
  });

  it('do not depend on where the chunks end', async () => {
    const unit = fc.constantFrom('a', '"', '""', ',', '\n', '\r', '\r\n', ' ', 'é', '😀', '",', '"\n', '\n"');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.string({ unit, maxLength: 40 }),
        fc.array(fc.nat(100), { maxLength: 8 }),
        async (lineEnd, body, places) => {
          const text = `a,b${lineEnd}${body}${lineEnd}z`;
          const whole = await readAll(text);
          expect(await readAll(text, {}, places)).toEqual(whole);
          expect(
            await readAll(
              text,
              {},
              Array.from({ length: 200 }, (_, i) => i),
            ),
          ).toEqual(whole);
        },
      ),
      { numRuns: 400 },
    );
  });
});
