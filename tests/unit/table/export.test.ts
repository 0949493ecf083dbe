import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#core/contracts/table';
import { layOut, resultColumns } from '#core/table/export-rows';
import { withoutFormula } from '#core/table/formulas';
import { writeCsv } from '#core/table/write-csv';
import { writeTable } from '#core/table/write-table';
import { maskText } from '#core/text/mask';
import { findPhoneNumbers } from '#core/text/phone-numbers';
import { collect, model, readBack, rowOf, write, writeAndRead } from './written.ts';

const exportKinds = ['csv', 'jsonl', 'xlsx'] as const;

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

describe.each(exportKinds)('a table written as %s', (kind) => {
  it('has its own columns first and ours behind them, by the same names in every format', async () => {
    const { columns } = await writeAndRead(kind, ['b', 'a'], [rowOf(['x', 'y'])]);
    expect(columns).toEqual(['b', 'a', ...resultColumns]);
  });

  it('says of every row what came of it and which model said so', async () => {
    const { rows } = await writeAndRead(kind, ['text'], [rowOf(['It broke.']), rowOf(['']), rowOf(['x'])]);
    expect(rows).toHaveLength(3);
    expect(rows[0]?.cells.map((cell) => (cell === '' ? null : cell)).map(String)).toEqual(
      [
        'It broke.',
        'negative',
        -0.751235,
        0.84,
        0.84,
        0.07,
        0.09,
        false,
        null,
        model.name,
        model.version,
        model.sha256,
      ].map(String),
    );
    for (const { cells } of rows) expect(cells.slice(-3)).toEqual([model.name, model.version, model.sha256]);
  });

  it('says in words why a row has no reading, and what is wrong with it', async () => {
    const { rows, columns } = await writeAndRead(
      kind,
      ['text'],
      [
        rowOf([], { result: { kind: 'empty' } }),
        rowOf(['Gut.'], { result: { kind: 'other-language', languageCode: 'de', languageName: 'German' } }),
        rowOf(['x'], { result: { kind: 'failed', code: 'text-too-long' } }),
        rowOf(['x'], { result: null, fault: 'quotes', line: 7 }),
        rowOf(['x', 'y', 'z'], { fault: 'too-many-cells', line: 8 }),
      ],
    );
    const note = columns.indexOf('undertone_note');
    expect(rows.map(({ cells }) => cells[note])).toEqual([
      'No text.',
      'Not English but German: not scored.',
      'This text is longer than can be read at once.',
      'Line 7: its quotes do not match. Not read.',
      'Line 8: more cells than columns. Left out: 2 cells without a column.',
    ]);
  });

  it('makes way for a column that has a name of ours', async () => {
    const { columns } = await writeAndRead(
      kind,
      ['undertone_label', 'undertone_label_2'],
      [rowOf(['x', 'y'])],
    );
    expect(columns.slice(0, 3)).toEqual(['undertone_label', 'undertone_label_2', 'undertone_label_3']);
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('says of each row which of several models read it, and of one that none read nothing', async () => {
    const newer = { name: 'undertone-en', version: '1.3.0', sha256: 'cd'.repeat(32) };
    const rows = [rowOf(['a'], { model }), rowOf(['b'], { model: newer }), rowOf(['c'], { model: null })];
    const table = { columns: ['text'], models: [model, newer], rows: [...rows, rowOf(['d'])] };
    const read = await readBack(kind, await collect(writeTable(kind, table)));
    const versions = read.rows.map(
      ({ cells }) => cells[read.columns.indexOf('undertone_model_version')] ?? '',
    );
    expect(versions).toEqual([model.version, newer.version, '', `${model.version}; ${newer.version}`]);
  });

  it('has what a person said against the model behind all else, where they said it', async () => {
    const rows = [rowOf(['a'], { corrected: 'mixed' }), rowOf(['b'])];
    const table = { columns: ['text'], models: [model], hasCorrections: true, rows };
    const read = await readBack(kind, await collect(writeTable(kind, table)));
    expect(read.columns).toEqual(['text', ...resultColumns, 'undertone_corrected']);
    expect(read.rows.map(({ cells }) => [cells[1], cells[12] ?? ''])).toEqual([
      ['negative', 'mixed'],
      ['negative', ''],
    ]);
  });

  it('has no personal data where none is wished', async () => {
    const bytes = await write(kind, ['a', 'b'], [rowOf(['to me', 5])], {
      mask: (text) => text.replace('me', '[x]'),
    });
    const { rows } = await writeAndRead(kind, ['a', 'b'], [rowOf(['to me', 5])], {
      mask: (text) => text.replace('me', '[x]'),
    });
    expect(bytes.length).toBeGreaterThan(0);
    expect(rows[0]?.cells.slice(0, 2).map(String)).toEqual(['to [x]', '5']);
  });

  it('is read back as it was written', async () => {
    const unit = fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        ',',
        ';',
        '\n',
        '\r',
        '\r\n',
        '\t',
        ' ',
        '=',
        '\0',
        '\u001f',
        '\ud800',
        '\udc00',
        '\uFFFE',
        '&',
        '<',
        ']]>',
        '_x000D_',
        '_x',
        '😀',
        '\u2028',
        '\uFEFF',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const text = fc.array(unit, { maxLength: 6 }).map((units) => units.join(''));
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      { weight: 4, arbitrary: text },
      {
        weight: 1,
        arbitrary: fc.oneof(
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
        ),
      },
    );
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const read = await writeAndRead(
          kind,
          ['first', 'second'],
          rows.map((cells) => rowOf(cells)),
        );
        expect(read.rows.map(({ fault }) => fault)).toEqual(rows.map(() => null));
        expect(read.rows.map(({ cells }) => cells.slice(0, 2))).toEqual(
          rows.map((cells) => cells.map((one) => kept[kind](one))),
        );
      }),
      { numRuns: kind === 'xlsx' ? 150 : 300 },
    );
  });
});

/** What is left of a cell in a file of each kind: all of it, as far as the kind can hold it. */
const kept: Record<(typeof exportKinds)[number], (cell: Cell) => Cell> = {
  jsonl: (cell) => (Object.is(cell, -0) ? 0 : cell),
  // Text only; an apostrophe before formulas; no halves of pairs.
  csv: (cell) =>
    cell === null
      ? ''
      : typeof cell === 'string'
        ? withoutFormula(cell).replace(/\p{Cs}/gu, '\uFFFD')
        : String(cell),
  // No text is no cell.
  xlsx: (cell) => (cell === '' ? null : Object.is(cell, -0) ? 0 : numberOrText(cell)),
};

function numberOrText(cell: Cell): Cell {
  const isNumber = typeof cell === 'string' && /^-?(?:0|[1-9]\d{0,14})$/.test(cell) && cell !== '-0';
  return isNumber ? Number(cell) : cell;
}

describe('a CSV file', () => {
  const text = async (cells: Cell[], settings = {}): Promise<string> =>
    decode(await collect(writeCsv({ columns: ['a', 'b'], models: [], rows: [rowOf(cells)] }, settings)));

  it('begins with a byte order mark unless told otherwise, and ends its lines with CRLF', async () => {
    expect(await text(['x', 'y'])).toMatch(/^\uFEFFa,b,undertone_label,.*\r\nx,y,negative,[^\n]*\r\n$/);
    expect(await text(['x', 'y'], { hasByteOrderMark: false })).toMatch(/^a,b/);
  });

  it('quotes whatever other programs would cut or trim', async () => {
    expect(await text(['a\rb', ' c '])).toContain('\r\n"a\rb"," c ",negative');
  });

  it('has no formulas, but numbers stay numbers', async () => {
    expect(await text(['=HYPERLINK("x")', -3.5])).toContain(`"'=HYPERLINK(""x"")",-3.5,`);
    expect(await text(['-3.5', '@jane'])).toContain(`\r\n-3.5,'@jane,`);
  });

  it('has none for a program that cuts at semicolons, tabs, bars or line ends either', async () => {
    const unit = fc.constantFrom('=', '@', ';', '\t', '|', '\n', '\r\n', ',', '"', ' ', 'a', '1', "'");
    const cell = fc.array(unit, { maxLength: 8 }).map((units) => units.join(''));
    await fc.assert(
      fc.asyncProperty(cell, cell, async (a, b) => {
        const written = await text([a, b], { hasByteOrderMark: false });
        for (const cut of [/[;\r\n]/, /[\t\r\n]/, /[|\r\n]/])
          for (const piece of written.split(cut)) expect(piece).not.toMatch(/^[\s"]*[=@]/);
      }),
    );
  });

  it('has no formulas among its names', async () => {
    const file = await collect(writeCsv({ columns: ['=1+1'], models: [], rows: [] }));
    expect(decode(file)).toMatch(/^\uFEFF'=1\+1,/);
  });
});

describe('a JSONL file', () => {
  it('keeps the order of names that are numbers, and the types of values', async () => {
    const line = decode(await write('jsonl', ['b', '1', '__proto__'], [rowOf([true, null, 'x'])]));
    expect(line).toMatch(
      /^\{"b":true,"1":null,"__proto__":"x","undertone_label":"negative","undertone_score":-0\.751235,/,
    );
    expect(line.endsWith('}\n')).toBe(true);
  });
});

describe('the layout of rows', () => {
  it('masks numbers that are somebody’s, and names of columns', () => {
    const settings = { mask: (text: string) => maskText(text, findPhoneNumbers) };
    const table = { columns: ['a@b.example', 'c@d.example', 'n', 'm'], models: [], rows: [] };
    const layout = layOut(table, settings);
    expect(layout.names.slice(0, 4)).toEqual(['[email]', '[email] 2', 'n', 'm']);
    const cells = (row: Cell[]): Cell[] => layout.cells(rowOf(row)).slice(0, 4);
    expect(cells([4111111111111111, 4915112345678, 20240305, 5])).toEqual([
      '[number]',
      '[number]',
      20240305,
      5,
    ]);
    expect(cells([1234567.5, -12345678, true, null])).toEqual([1234567.5, -12345678, true, null]);
  });

  it('has a column for every cell of the widest row, and all models where there were several', () => {
    const layout = layOut({
      columns: ['a'],
      widestRow: 3,
      models: [model, { ...model, version: '1.3.0' }],
      rows: [],
    });
    expect(layout.names.slice(0, 3)).toEqual(['a', 'column 2', 'column 3']);
    const cells = layout.cells(rowOf(['x', 'y', 'z']));
    expect(cells.slice(0, 4)).toEqual(['x', 'y', 'z', 'negative']);
    expect(cells.at(-2)).toBe('1.2.0; 1.3.0');
    expect(layOut({ columns: ['a'], widestRow: 5_000, models: [], rows: [] }).names.length).toBeLessThan(100);
  });
});
