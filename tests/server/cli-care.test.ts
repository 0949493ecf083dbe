/** What the command line does about links, hostile files, full disks and options that would do nothing. */
import { once } from 'node:events';
import { link, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinBytes } from '#core/table/decode';
import { writeXlsx } from '#core/table/write-xlsx';
import { fixtureModelsDir } from './fixture-models.ts';
import { runProgram } from './run-program.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-cli-care-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  code: number | string;
  stdout: string;
  stderr: string;
}

async function analyze(args: readonly string[], input = ''): Promise<Outcome> {
  const given = ['analyze', ...args, '--models', fixtureModelsDir];
  const program = runProgram('cli.ts', given, { workingDir: folder });
  program.child.stdin.end(input);
  const code = await program.ended;
  return { code, ...program.written };
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return name;
}

async function workbook(name: string): Promise<string> {
  const rows = Array.from({ length: 5 }, (_, i) => ({
    line: i + 2,
    cells: [`A text, the ${String(i)}th.`, i],
    fault: null,
    result: null,
  }));
  const parts = [];
  // So few rows a sheet that they need several.
  for await (const part of writeXlsx({ columns: ['Comment', 'n'], models: [], rows }, {}, 3))
    parts.push(part);
  return file(name, joinBytes(parts));
}

const reviews = 'Id,Comment,City\n1,A lovely room.,Rome\n2,A cold room.,Oslo\n';

describe('the file that is read', () => {
  it.each([
    ['a link to it', symlink],
    ['another name of it', link],
  ])('is not written over through %s', async (name, make) => {
    const path = await file(`linked ${name}.csv`, reviews);
    await make(join(folder, path), join(folder, `other ${name}.csv`));
    const outcome = await analyze([path, '--text-column', '2', '--output', `other ${name}.csv`]);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('write over the file that is read');
    expect(await readFile(join(folder, path), 'utf8')).toBe(reviews);
  });
});

describe('words of a file that somebody sent', () => {
  const hostile = '\u001B[31mRED\u001B]0;pwn\u0007\u009B2J\u202Eevil';

  it('do not steer the terminal', async () => {
    const content = `id,text,"${hostile}"\n1,good one yes,"${hostile}"\n2,bad one no,b\n`;
    const path = await file('hostile.csv', content);
    const shown = await analyze([path, '--text-column', 'text', '--group', '3', '--format', 'table']);
    expect(shown.stdout).toContain('RED');
    const listed = await analyze([path, '--text-column', hostile.slice(0, 9)]);
    expect(listed.stderr).toContain('RED');
    const steering = /(?!\n)[\p{Cc}\u202E]/u;
    for (const { stdout, stderr } of [shown, listed]) expect(stdout + stderr).not.toMatch(steering);
  });
});

describe('a disk that is full', () => {
  it.each([
    ['--format', 'csv'],
    ['--format', 'analysis'],
    ['--format', 'json'],
  ])('is said to be that: %s %s', async (...format) => {
    const lines = format.includes('analysis')
      ? await file('full.txt', 'Fine.\nGood.\n')
      : await file('full.csv', reviews);
    const outcome = await analyze([lines, ...format, '--output', '/dev/full']);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('could not be written. (file: /dev/full)');
    expect(outcome.stderr).not.toContain('    at ');
  });
});

it('takes the first list of JSON for a row where it is told that it holds no names', async () => {
  const path = await file('lists.json', '[["id","text"],[1,"A lovely room."],[2,"A cold room."]]');
  const outcome = await analyze([path, '--no-header', '--text-column', '2', '--format', 'csv']);
  expect(outcome).toMatchObject({ code: 0 });
  expect(outcome.stdout.match(/^(?:id|1|2),/gm)).toEqual(['id,', '1,', '2,']);
});

describe('an option that would do nothing', () => {
  it.each([
    [['a.csv', '--sheet', 'x'], '--sheet is for workbooks'],
    [['a.jsonl', '--delimiter', 'tab'], '--delimiter is for cells'],
    [['a.jsonl', '--no-header'], '--no-header is for tables without'],
    [['a.jsonl', '--skip-lines', '1'], '--skip-lines is for tables of cells'],
    [['a.xlsx', '--encoding', 'utf-8'], '--encoding is for files of text'],
    [['a.xlsx', '--sheet', 'nowhere'], 'The sheets are:\n  Rows\n  Rows 2'],
    [['a.csv', '--mask'], '--mask has nothing to mask'],
  ])('is refused: %j', async (args, words) => {
    await Promise.all([file('a.csv', reviews), file('a.jsonl', '{"text":"Fine."}\n'), workbook('a.xlsx')]);
    const outcome = await analyze(args);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain(words);
  });

  it('is told where it does no harm', async () => {
    const path = await file('group.csv', reviews);
    const args = [path, '--text-column', 'Comment', '--group', 'City'];
    const outcome = await analyze([...args, '--format', 'csv']);
    expect(outcome.code).toBe(0);
    expect(outcome.stderr).toContain('--group and --rating change nothing here');
  });

  it('is told of a delimiter that stands nowhere, where another one does', async () => {
    const path = await file('semicolons.csv', 'Id;Comment\n1;A lovely room.\n2;A cold room.\n');
    const wrong = await analyze([path, '--delimiter', 'tab', '--format', 'csv']);
    expect(wrong.code).toBe(0);
    expect(wrong.stderr).toContain('With tab as delimiter there is one column; with semicolon there are 2.');
    const right = await analyze([path, '--delimiter', 'semicolon', '--format', 'csv']);
    expect(right.stderr).not.toContain('as delimiter');
    const texts = await file('texts.csv', 'Comment\nA lovely room.\nA cold room.\n');
    const only = await analyze([texts, '--delimiter', 'tab', '--format', 'csv']);
    expect(only.stderr).not.toContain('as delimiter');
  });

  it('is told of a column without what it was named for', async () => {
    const path = await file('no-dates.csv', reviews);
    const args = [path, '--text-column', 'Comment', '--format', 'table'];
    const told = await analyze([...args, '--date', 'City', '--rating', 'City']);
    expect(told.stderr).toContain('No dates were found in the column City.');
    expect(told.stderr).toContain('No ratings were found in the column City.');
  });
});

describe('masking', () => {
  it('reaches names of groups and columns in figures and reports', async () => {
    const path = await file(
      'mask.csv',
      'text,of ann@b.example\nA lovely room.,bob@c.example\nA cold one.,x\n',
    );
    const args = [path, '--text-column', 'text', '--group', '2', '--mask', '--report', 'mask.html'];
    const { stdout, stderr, code } = await analyze([...args, '--format', 'json']);
    expect(code).toBe(0);
    const html = await readFile(join(folder, 'mask.html'), 'utf8');
    for (const written of [stdout, stderr, html]) expect(written).not.toMatch(/(?:ann@b|bob@c)\.example/);
    expect(html).toContain('[email]');
  });
});

describe('dates that can be read in two ways', () => {
  it('are read as the person says, and what was guessed is said', async () => {
    const path = await file(
      'days.csv',
      'text,Day\nA lovely room.,1/3/2024\nA cold one.,2/3/2024\nFine.,3/3/2024\n',
    );
    const args = [path, '--text-column', 'text', '--date', 'Day', '--format', 'json'];
    const guessed = await analyze(args);
    expect(guessed.stderr).toContain('with the day first; --date-order mdy reads the month first');
    expect(guessed.stdout).toContain('"dateOrder": "day-first"');
    expect(guessed.stdout).toContain('"from": "2024-03-01"');
    const told = await analyze([...args, '--date-order', 'mdy']);
    expect(told.stderr).not.toContain('--date-order');
    expect(told.stdout).toMatch(/"from": "2024-01-0[13]"/);
    const unused = await analyze([path, '--text-column', 'text', '--date-order', 'mdy']);
    expect(unused).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a workbook of several sheets', () => {
  it('is read by its first unless another is named, and that is said', async () => {
    const path = await workbook('sheets.xlsx');
    const first = await analyze([path, '--text-column', 'Comment', '--format', 'table']);
    expect(first.stderr).toMatch(/^Reading the sheet .+, of \d; --sheet names another\.\n/);
    expect(first.stdout).toContain('2 rows read.');
    const sheet = /sheet (.+), of/.exec(first.stderr)?.[1] ?? '';
    const named = await analyze([path, '--text-column', 'Comment', '--sheet', sheet, '--format', 'table']);
    expect(named.stdout).toBe(first.stdout);
    expect(named.stderr).not.toContain('Reading the sheet');
  });
});

describe('a reader of the output that leaves', () => {
  it('leaves no complaint behind, however many processes were at work', async () => {
    const rows = Array.from(
      { length: 3_000 },
      (_, i) => `${i},The ${i}th room was lovely and the ${i}th bed cold.`,
    );
    const path = await file('many.csv', ['id,text', ...rows, ''].join('\n'));
    const args = ['analyze', path, '--text-column', 'text', '--format', 'csv', '--models', fixtureModelsDir];
    const program = runProgram('cli.ts', args, { workingDir: folder });
    await once(program.child.stdout, 'data');
    program.child.stdout.destroy();
    expect(await program.ended).toBe(0);
    expect(program.written.stderr).toBe('');
  });
});

describe('lines of text', () => {
  const texts = (outcome: Outcome): number => outcome.stdout.split('\n').length - 1;

  it.each(['utf16le', 'latin1'] as const)('are read as they are encoded: %s', async (encoding) => {
    const path = await file(`${encoding}.txt`, Buffer.from('Très fin.\nPas mal.\n', encoding));
    const outcome = await analyze([path, '--any-language']);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout.match(/"characters":\d+/g)).toEqual(['"characters":9', '"characters":8']);
  });

  it('end with a lone CR where the first one does', async () => {
    const path = await file('old-mac.txt', 'A lovely room.\rA cold room.\rA room.\r');
    expect(texts(await analyze([path]))).toBe(3);
  });

  it('of JSON are read by the column that looks like texts where none is called text', async () => {
    const path = await file(
      'body.jsonl',
      '{"id":1,"body":"A lovely room."}\n{"id":2,"body":"A cold room."}\n',
    );
    const piped = await analyze([path]);
    expect(piped).toMatchObject({ code: 0 });
    expect(piped.stdout).not.toContain('column missing');
    expect(texts(piped)).toBe(2);
  });

  it('have no name among them, in a pipe as in a terminal', async () => {
    const path = await file('named.txt', 'text\nA lovely room.\nA cold room.\n');
    const piped = await analyze([path]);
    expect(texts(piped)).toBe(2);
    expect(piped.stderr).toContain('The first line, text, is taken for a name');
    expect(texts(await analyze([path, '--no-header']))).toBe(3);
  });

  it('are cells where a delimiter is named', async () => {
    const path = await file('cells.txt', 'A lovely room.;Rome\nA cold room.;Oslo\n');
    const outcome = await analyze([path, '--delimiter', 'semicolon', '--format', 'csv']);
    expect(outcome.stdout).toContain('A lovely room.,Rome,');
  });
});
