import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inspectTable } from '#core/table/inspect';
import { maxSheetCellCharacters } from '#core/table/sheet-xml';
import { isSpreadTooFar } from '#core/table/sheet-spread';
import { writeXlsx } from '#core/table/write-xlsx';
import { chunked, encode, outline, readAll } from './sources.ts';
import { collect, model, rowOf, write, writeAndRead } from './written.ts';

const xlsx = { kind: 'xlsx' as const };
const parts = async (bytes: Uint8Array): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([path, part]) => [path, new TextDecoder().decode(part)]),
  );

/** A workbook as Excel writes it: strings in a part of their own, dates as numbers with a format. */
function workbook(sheetData: string, names: readonly string[] = ['Answers', 'Notes']): Uint8Array {
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const files: Record<string, string> = {
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="s${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, i) => `<Relationship Id="s${i + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="t" Type="${relation}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="y" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}"><si><t>when</t></si><si><t>text</t></si><si><t xml:space="preserve"> It broke.
Twice. </t></si><si><r><t>rich </t></r><r><t>text</t></r></si></sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  names.forEach((_, i) => {
    files[`xl/worksheets/sheet${String(i + 1)}.xml`] =
      `<worksheet xmlns="${main}"><sheetData>${i === 0 ? sheetData : '<row r="1"><c r="A1" t="inlineStr"><is><t>other</t></is></c></row><row r="2"><c r="A2"><v>5</v></c></row>'}</sheetData></worksheet>`;
  });
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, xml]) => [path, encode(xml)])));
}

const answers =
  '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' +
  '<row r="2"><c r="A2" s="1"><v>45356</v></c><c r="B2" t="s"><v>2</v></c></row>' +
  '<row r="4"><c r="A4" s="1"><v>45356.4375</v></c><c r="B4" t="s"><v>3</v></c><c r="C4" t="b"><v>1</v></c></row>' +
  '<row r="5"><c r="B5" t="e"><v>#N/A</v></c></row>';

describe('rows of a workbook', () => {
  it('have dates as ISO text, strings with their white space, and the number of their row', async () => {
    const read = await readAll(workbook(answers), xlsx, [7, 1000]);
    expect(read.columns).toEqual(['when', 'text', 'column 3']);
    expect(outline(read).slice(0, 3)).toEqual([
      [2, ['2024-03-05', ' It broke.\nTwice. ']],
      [3, []],
      [4, ['2024-03-05T10:30:00', 'rich text', true]],
    ]);
  });

  it('have a time of day without the day that Excel counts from', async () => {
    const times = [0.5, 0, 45_356.5].map(
      (time, i) => `<row r="${i + 2}"><c r="A${i + 2}" s="1"><v>${time}</v></c></row>`,
    );
    const read = await readAll(
      workbook(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>${times.join('')}`),
      xlsx,
    );
    expect(read.rows.map(({ cells }) => cells)).toEqual([
      ['12:00:00'],
      ['1899-12-30'],
      ['2024-03-05T12:00:00'],
    ]);
  });

  it('are those of the sheet that is asked for', async () => {
    const read = await readAll(workbook(answers), { ...xlsx, sheet: 'Notes' });
    expect(read.columns).toEqual(['other']);
    await expect(readAll(workbook(answers), { ...xlsx, sheet: 'None' })).rejects.toMatchObject({
      code: 'table-unreadable',
    });
  });

  it('are shown with the names of the sheets', async () => {
    const look = await inspectTable(chunked(workbook(answers, ['Q1 &amp; Q2', 'Notes'])), { name: 'a.xlsx' });
    expect(look.sheets).toEqual(['Q1 & Q2', 'Notes']);
    expect(look.shape).toMatchObject({ kind: 'xlsx', sheet: 'Q1 & Q2', hasHeader: true });
    expect(look.roles).toMatchObject({ text: [1], date: 0 });
    const notes = await inspectTable(chunked(workbook(answers)), {
      name: 'a.xlsx',
      given: { sheet: 'Notes' },
    });
    expect(notes.columns).toEqual([{ name: 'other', kind: 'number', medianCharacters: 1 }]);
  });

  it('are those below a title, with the numbers that they have in the sheet', async () => {
    const title = '<row r="1"><c r="A1" t="inlineStr"><is><t>Answers of spring</t></is></c></row>';
    const rows = [3, 4, 5].map((row) =>
      row === 3
        ? '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c></row>'
        : `<row r="${row}"><c r="A${row}" s="1"><v>45356</v></c><c r="B${row}" t="s"><v>2</v></c></row>`,
    );
    const bytes = workbook(title + rows.join(''));
    const look = await inspectTable(chunked(bytes), { name: 'a.xlsx' });
    expect(look.shape).toMatchObject({ hasHeader: true, skipLines: 2 });
    expect(look.columns.map(({ name }) => name)).toEqual(['when', 'text']);
    expect(outline(await readAll(bytes, look.shape))).toEqual([
      [4, ['2024-03-05', ' It broke.\nTwice. ']],
      [5, ['2024-03-05', ' It broke.\nTwice. ']],
    ]);
  });

  it.each([
    ['empty', ''],
    ['of names alone', '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'],
  ])('are those of the next sheet where the first is %s, unless that is asked for', async (_, first) => {
    const bytes = workbook(first);
    const look = await inspectTable(chunked(bytes), { name: 'a.xlsx' });
    expect(look.shape.sheet).toBe('Notes');
    expect(look.columns.map(({ name }) => name)).toEqual(['other']);
    const asked = inspectTable(chunked(bytes), { name: 'a.xlsx', given: { sheet: 'Answers' } });
    await expect(asked).rejects.toMatchObject({ code: 'table-unreadable' });
  });

  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.subarray(0, 400)],
    ['of something else', () => zipSync({ 'a.txt': encode('hello') })],
    ['with a broken sheet', () => workbook('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')],
    ['without a row', () => workbook('', ['Answers'])],
  ])('are none in one %s', async (_, spoil) => {
    const bytes = spoil(workbook(answers));
    await expect(readAll(bytes, xlsx)).rejects.toMatchObject({ code: 'table-unreadable' });
    await expect(inspectTable(chunked(bytes), { name: 'a.xlsx' })).rejects.toMatchObject({
      code: 'table-unreadable',
    });
  });

  it('are not unpacked where they are too many', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(257_000_000) }, { level: 1 });
    await expect(readAll(bomb, xlsx)).rejects.toMatchObject({ code: 'table-too-large' });
  });
});

describe('cells that stand far apart', () => {
  const first = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>';
  const far = {
    'in the last corner': '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>',
    'in no row of a sheet': '<row r="1e9"><c r="A1000000000"><v>5</v></c></row>',
    'in no column of a sheet': "<row r='3'><c s='1' r='ZZZZZZZ3'><v>5</v></c></row>",
    'behind what looks like an end': '<row r="1048576"><c x="/>" r="XFD1048576"><v>5</v></c></row>',
  };

  it.each(Object.entries(far))('are not read: %s', async (_, row) => {
    const bytes = workbook(first + row);
    await expect(readAll(bytes, xlsx)).rejects.toMatchObject({ code: 'table-too-large' });
    await expect(inspectTable(chunked(bytes), { name: 'a.xlsx' })).rejects.toMatchObject({
      code: 'table-too-large',
    });
    expect((await readAll(bytes, { ...xlsx, sheet: 'Notes' })).columns).toEqual(['other']);
  });

  it('are of no matter where they hold nothing', async () => {
    const empty = '<row r="1048576"><c r="B1048576" s="1"/><c r="XFD1048576" s="1"></c></row>';
    const read = await readAll(workbook(first + empty), xlsx);
    expect(outline(read)).toEqual([[2, [1]]]);
  });

  it('are found wherever a part of the file is cut', () => {
    const cell = (content: string): string => `<row r="9"><c r="XFD1048576" s="1">${content}</c></row>`;
    for (let ahead = 0; ahead < 60; ahead += 3) {
      const before = ' '.repeat(4_194_304 - ahead);
      expect(isSpreadTooFar(encode(before + cell('<v>5</v>')))).toBe(true);
      expect(isSpreadTooFar(encode(before + cell('')))).toBe(false);
    }
  });
});

describe('a workbook that is written', () => {
  it('has all parts, each under a type and a name', async () => {
    const files = await parts(await write('xlsx', ['text'], [rowOf(['x'])]));
    const types = files['[Content_Types].xml'] ?? '';
    for (const path of Object.keys(files)) {
      const isTyped =
        types.includes(`PartName="/${path}"`) || path.endsWith('.rels') || path === '[Content_Types].xml';
      expect([path, isTyped]).toEqual([path, true]);
    }
    for (const [, target] of types.matchAll(/PartName="\/([^"]+)"/g))
      expect(files).toHaveProperty([target ?? '']);
    const names = [...(files['xl/workbook.xml'] ?? '').matchAll(/sheet name="([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(['Rows', 'About']);
    expect(files['docProps/core.xml']).toContain(model.sha256);
    expect(files['xl/worksheets/sheet2.xml']).toContain(model.sha256);
  });

  it('has text in cells of text and never a formula', async () => {
    const files = await parts(await write('xlsx', ['=1+1'], [rowOf(['=HYPERLINK("http://x")'])]));
    const sheet = files['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet).not.toContain('<f');
    expect(sheet).toContain(
      't="inlineStr"><is><t xml:space="preserve">=HYPERLINK(&quot;http://x&quot;)</t></is>',
    );
  });

  it('escapes what XML cannot hold, and the CR that it would lose', async () => {
    const files = await parts(await write('xlsx', ['text'], [rowOf(['a\r\n\u0001\ud800_x0041_'])]));
    expect(files['xl/worksheets/sheet1.xml']).toContain('>a_x000D_\n_x0001__xD800__x005F_x0041_<');
  });

  it('has numbers as numbers, and as text what would not come back', async () => {
    const cells = ['-3.5', '007', '1e5', '12345678901234567890', ' 5', '4.0', 4];
    const { rows } = await writeAndRead(
      'xlsx',
      cells.map((_, i) => `c${String(i)}`),
      [rowOf(cells)],
    );
    expect(rows[0]?.cells.slice(0, 7)).toEqual([-3.5, '007', '1e5', '12345678901234567890', ' 5', '4.0', 4]);
  });

  it('says where a text is longer than a cell holds', async () => {
    const fits = 'x'.repeat(maxSheetCellCharacters);
    const { rows, columns } = await writeAndRead(
      'xlsx',
      ['text'],
      [rowOf([fits]), rowOf([`${fits.slice(2)}😀😀`])],
    );
    const note = columns.indexOf('undertone_note');
    expect([rows[0]?.cells[0], rows[0]?.cells[note]]).toEqual([fits, null]);
    expect(String(rows[1]?.cells[0])).toHaveLength(maxSheetCellCharacters - 1);
    expect(String(rows[1]?.cells[0]).endsWith('x…')).toBe(true);
    expect(rows[1]?.cells[note]).toBe('Cut here, as a cell of Excel holds 32767 characters: text.');
  });

  it('goes on in another sheet where one is full, and says so', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => rowOf([`row ${String(i)}`]));
    const bytes = await collect(writeXlsx({ columns: ['text'], models: [model], rows }, {}, 4));
    const look = await inspectTable(chunked(bytes), { name: 'a.xlsx' });
    expect(look.sheets).toEqual(['Rows', 'Rows 2', 'Rows 3', 'About']);
    const back = [];
    for (const sheet of look.sheets.slice(0, 3)) {
      const read = await readAll(bytes, { ...xlsx, sheet });
      expect(read.columns[0]).toBe('text');
      back.push(...read.rows.map(({ cells }) => cells[0]));
    }
    expect(back).toEqual(rows.map(({ cells }) => cells[0]));
    const about = await readAll(bytes, { ...xlsx, sheet: 'About', hasHeader: false });
    expect(about.rows.at(-1)?.cells[1]).toContain('3 sheets');
  });

  it('is made while its rows are asked for', async () => {
    let given = 0;
    async function* rows() {
      for (; given < 20_000; given += 1)
        yield await Promise.resolve(rowOf([`${String(given)} ${'word '.repeat(20)}`]));
    }
    const chunks = writeXlsx({ columns: ['text'], models: [model], rows: rows() });
    for (let i = 0; i < 3; i += 1) await chunks.next();
    expect(given).toBeLessThan(10_000);
    await chunks.return();
  });

  it('is none with more columns than a sheet holds', async () => {
    const columns = Array.from({ length: 16_384 }, (_, i) => `c${String(i)}`);
    await expect(write('xlsx', columns, [])).rejects.toMatchObject({ code: 'table-too-large' });
  });
});
