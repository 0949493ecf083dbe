import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxTextCharacters } from '#core/contracts/analysis';
import { bytesOfBlob } from '#core/table/byte-source';
import { maxTextFileBytes } from '#core/table/limits';
import { readTable } from '#core/table/read-table';
import { createRecordReader, type RawRow } from '#core/table/record-reader';
import { chunked, csvShape, encode, outline, readAll } from './sources.ts';

const txt = { kind: 'txt' as const, hasHeader: false };

describe('plain text', () => {
  it('has a text a line, in which delimiters and quotes mean nothing', async () => {
    const read = await readAll('"one, two\n\nthree\r\n', txt);
    expect(read.columns).toEqual(['text']);
    expect(outline(read)).toEqual([
      [1, ['"one, two']],
      [2, []],
      [3, ['three']],
    ]);
  });

  it('may have a name in its first line', async () => {
    const read = await readAll('review\ngood\n', { kind: 'txt' });
    expect(read.columns).toEqual(['review']);
    expect(outline(read)).toEqual([[2, ['good']]]);
  });

  it.each(['', '\uFEFF'])('is no table where it is empty', async (text) => {
    await expect(readAll(text, txt)).rejects.toMatchObject({ code: 'table-unreadable' });
  });
});

describe('encodings', () => {
  const words = 'Grüße — “naïve” 😀 日本';

  it.each(['utf-8', 'utf-16le', 'utf-16be'] as const)(
    '%s, with a byte order mark and without',
    async (encoding) => {
      for (const mark of ['', '\uFEFF']) {
        const bytes = encode(`text\n${words}\n`, encoding);
        const marked = encode(`${mark}text\n${words}\n`, encoding);
        expect(marked.length).toBeGreaterThanOrEqual(bytes.length);
        const read = await readAll(
          marked,
          { encoding },
          Array.from({ length: 100 }, (_, i) => i),
        );
        expect(read.columns).toEqual(['text']);
        expect(outline(read)).toEqual([[2, [words]]]);
      }
    },
  );

  it('Windows-1252, with what Latin-1 has other characters for', async () => {
    const bytes = Uint8Array.from([0x93, 0x67, 0xfc, 0x94, 0x80, 0x85, 0x99, 0x20, 0xe9]);
    expect(outline(await readAll(bytes, { ...txt, encoding: 'windows-1252' }))).toEqual([[1, ['“gü”€…™ é']]]);
  });

  it('UTF-8 in which something else stands: that is read as Windows-1252', async () => {
    const bytes = Uint8Array.from([...encode('é'), 0xe9, 0x20, 0x93, 0xe2, 0x82, ...encode('€'), 0xc3]);
    for (const places of [
      [],
      [1],
      [2],
      [3],
      [4],
      [5],
      [6],
      [7],
      [8],
      [9],
      Array.from({ length: 12 }, (_, i) => i),
    ]) {
      expect(outline(await readAll(bytes, txt, places))).toEqual([[1, ['éé “â‚€Ã']]]);
    }
  });

  it('UTF-8 as the host reads it, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.array(fc.nat(200)),
        async (word, places) => {
          const line = word.replace(/[\r\n\uFEFF]/g, '.');
          expect(outline(await readAll(line, txt, places))).toEqual([[1, [line]]]);
        },
      ),
    );
  });
});

describe('what is too long', () => {
  const limits = { cellCharacters: 10, rowCharacters: 25 };

  function cut(text: string, delimiter: ',' | null, pieceLength: number): unknown[] {
    const reader = createRecordReader(delimiter, limits);
    const rows = [];
    for (let at = 0; at < text.length; at += pieceLength)
      rows.push(...reader.push(text.slice(at, at + pieceLength)));
    return [...rows, ...reader.end()].map(({ line, cells, fault }) => [line, cells, fault]);
  }

  it.each([1, 2, 3, 7, 1000])('is cut, marked, and spoils no other line (pieces of %i)', (length) => {
    expect(cut(`a\n${'x'.repeat(11)}\n${'y'.repeat(60)}\r\nz\n`, null, length)).toEqual([
      [1, ['a'], null],
      [2, ['x'.repeat(11)], 'too-long'],
      [3, ['y'.repeat(25)], 'too-long'],
      [4, ['z'], null],
    ]);
    expect(cut(`a\r${'y'.repeat(60)}\rz\r`, null, length)).toEqual([
      [1, ['a'], null],
      [2, ['y'.repeat(25)], 'too-long'],
      [3, ['z'], null],
    ]);
    expect(cut(`1,"${'x\n'.repeat(4)}"\n2,${'y,'.repeat(20)}\n3,z`, ',', length)).toEqual([
      [1, ['1', 'x\n'.repeat(4)], null],
      [6, ['2', ...Array.from({ length: 11 }, () => 'y'), 'y'], 'too-long'],
      [7, ['3', 'z'], null],
    ]);
  });

  it('makes no more cells of a broken line than a table could have', () => {
    const line = `"${'a,'.repeat(5_000)}`;
    const [row] = createRecordReader(',').push(`${line}\n"b\n`);
    expect(row?.cells).toHaveLength(1_024);
    expect(row?.cells.join(',')).toBe(line);
  });

  it.each([1, 3, 1000])('is a cell that no quote ends: it is given up (pieces of %i)', (length) => {
    const rows = cut(`1,"never\n${'2,fine\n'.repeat(20)}`, ',', length);
    expect(rows[0]).toEqual([1, ['1', '"never'], 'quotes']);
    expect(rows.slice(1)).toEqual(Array.from({ length: 20 }, (_, i) => [i + 2, ['2', 'fine'], null]));
  });

  it('takes time in proportion, whatever the quotes', () => {
    const reader = createRecordReader(',');
    // Each of these lines opens a quote that nothing closes, and looks closed by none of the others.
    const piece = '""b\n'.repeat(16_384);
    let rows: RawRow[] = [];
    for (let i = 0; i < 40; i += 1) rows = rows.concat(reader.push(piece));
    rows = rows.concat(reader.end());
    expect(rows).toHaveLength(16_384 * 40);
    expect(rows.every(({ fault }) => fault === 'quotes')).toBe(true);
  });

  it('does not stop the longest text that can be read', async () => {
    const text = 'x'.repeat(maxTextCharacters);
    const read = await readAll(`a,b\n1,"${text}"\n2,"${text}x"\n3,y\n`);
    expect(read.rows.map(({ line, fault }) => [line, fault])).toEqual([
      [2, null],
      [3, 'too-long'],
      [4, null],
    ]);
    expect(read.rows[0]?.cells[1]).toBe(text);
  });

  it('is a file of more than 200 MB; it is not read to its end', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      const chunk = new Uint8Array(10_000_000).fill(0x61);
      chunk.fill(0x0a, 0, 1);
      for (;;) {
        given += chunk.length;
        yield await Promise.resolve(chunk);
      }
    }
    const table = readTable(endless(), { ...csvShape, ...txt });
    await expect(async () => {
      for await (const rows of table.batches) expect(rows.length).toBeGreaterThan(0);
    }).rejects.toMatchObject({ code: 'table-too-large' });
    expect(given).toBeLessThanOrEqual(maxTextFileBytes + 20_000_000);
  });
});

describe('reading', () => {
  it('takes no more of a file than it is asked for', async () => {
    let chunks = 0;
    let isClosed = false;
    async function* source(): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        for (;;) {
          chunks += 1;
          yield await Promise.resolve(encode('text\n'));
        }
      } finally {
        isClosed = true;
      }
    }
    const table = readTable(source(), { ...csvShape, ...txt });
    await table.batches.next();
    await table.batches.next();
    expect(chunks).toBeLessThanOrEqual(2);
    await table.batches.return();
    expect(isClosed).toBe(true);
  });

  it('gives rows in batches of moderate size', async () => {
    const table = readTable(chunked(encode('\n'.repeat(200_000))), { ...csvShape, ...txt });
    let rows = 0;
    for await (const batch of table.batches) {
      expect(batch.length).toBeLessThanOrEqual(2_000);
      rows += batch.length;
    }
    expect(rows).toBe(200_000);
  });

  it('takes a Blob a slice at a time', async () => {
    const content = encode('word\n'.repeat(500_000));
    const chunks = [];
    for await (const chunk of bytesOfBlob(new Blob([Uint8Array.from(content)]))) chunks.push(chunk.length);
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.reduce((sum, length) => sum + length, 0)).toBe(content.length);
  });
});
