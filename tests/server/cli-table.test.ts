import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { analysis, modelInfo, verdictLabels } from '#core/contracts/analysis';
import { errorData } from '#core/contracts/errors';
import { runCounts } from '#core/contracts/run';
import type { TableRow } from '#core/contracts/table';
import { inspectTable } from '#core/table/inspect';
import { readTable } from '#core/table/read-table';
import { fixtureModelsDir } from './fixture-models.ts';
import { runProgram } from './run-program.ts';
import { germanText } from './texts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-cli-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  code: number | string;
  stdout: string;
  stderr: string;
}

async function analyze(args: readonly string[], input: string | Buffer = ''): Promise<Outcome> {
  const given = ['analyze', ...args, '--models', fixtureModelsDir];
  const program = runProgram('cli.ts', given, { workingDir: folder });
  program.child.stdin.end(input);
  const code = await program.ended;
  return { code, ...program.written };
}

async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return name;
}

/** A file that was written, read as any other. */
async function tableOf(name: string): Promise<{ columns: readonly string[]; rows: TableRow[] }> {
  const bytes = await readFile(join(folder, name));
  async function* source(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes);
  }
  const { shape } = await inspectTable(source(), { name });
  const table = readTable(source(), shape);
  const rows: TableRow[] = [];
  for await (const batch of table.batches) rows.push(...batch);
  return { columns: table.columns, rows };
}

const resultNames = ['undertone_label', 'undertone_note', 'undertone_model', 'undertone_model_sha256'];
const reviews = [
  'Id,Comment,City,Stars,Day',
  '1,A lovely room.,Rome,5,2024-01-05',
  '2,A cold and dirty room.,Oslo,1,2024-01-06',
  '3,n/a,Oslo,1,2024-02-06',
  `4,"${germanText}",Rome,2,2024-02-07`,
  '5,A lovely room.,Oslo,4,2024-03-01',
  '6,"=1+1, and ""quotes""',
  'over lines, write to ann@example.com",Rome,3,',
  '',
].join('\r\n');

const jsonOutput = z.object({
  file: z.object({ name: z.string(), rows: z.number(), columns: z.record(z.string(), z.unknown()) }),
  model: modelInfo,
  counts: runCounts,
  summary: z.record(z.string(), z.unknown()),
});

describe('undertone analyze over a table', () => {
  it('exports it with its own columns first, in its order, and names the model', async () => {
    const path = await file('reviews.csv', reviews);
    const outcome = await analyze([path, '--text-column', 'Comment', '--output', 'read.csv']);
    expect(outcome).toMatchObject({ code: 0, stdout: '' });
    expect(outcome.stderr).toContain(
      '6 rows in all. 4 rows read. 1 empty or n/a, not counted · 1 not English',
    );
    const { columns, rows } = await tableOf('read.csv');
    expect(columns.slice(0, 6)).toEqual(['Id', 'Comment', 'City', 'Stars', 'Day', 'undertone_label']);
    for (const name of resultNames) expect(columns).toContain(name);
    expect(rows.map(({ cells }) => cells[0])).toEqual(['1', '2', '3', '4', '5', '6']);
    const of = (row: number, name: string) => rows[row]?.cells[columns.indexOf(name)];
    expect(of(0, 'undertone_label')).toBe(of(4, 'undertone_label'));
    expect(of(0, 'undertone_score')).toBe(of(4, 'undertone_score'));
    expect(of(2, 'undertone_note')).toBe('No text.');
    expect(of(3, 'undertone_note')).toContain('German');
    // A spreadsheet must not take it for a formula.
    expect(of(5, 'Comment')).toMatch(/^'=1\+1/);
    expect(of(0, 'undertone_model_sha256')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same rows as a workbook and as JSON lines', async () => {
    const path = await file('same.csv', reviews);
    const args = [path, '--text-column', '2'];
    await analyze([...args, '--output', 'same.xlsx']);
    const jsonl = await analyze([...args, '--format', 'jsonl']);
    await file('same.jsonl', jsonl.stdout);
    const workbook = await tableOf('same.xlsx');
    const lines = await tableOf('same.jsonl');
    expect(lines.columns).toEqual(workbook.columns);
    const label = lines.columns.indexOf('undertone_label');
    expect(lines.rows.map(({ cells }) => cells[label] ?? '')).toEqual(
      workbook.rows.map(({ cells }) => cells[label] ?? ''),
    );
    expect(lines.rows).toHaveLength(6);
  });

  it('tells shares of ten rows and more, and of fewer counts alone', async () => {
    const shown = async (rows: number): Promise<string> => {
      const path = await file('some.csv', `Comment\n${'A lovely room.\n'.repeat(rows)}`);
      return (await analyze([path, '--text-column', 'Comment', '--format', 'table'])).stdout;
    };
    expect(await shown(10)).toMatch(/^negative +\d+ +\d+.% +\d+–\d+.%$/m);
    expect(await shown(9)).toMatch(/^negative +\d+$/m);
  });

  it('names the months of a trend as the page does', async () => {
    const rows = ['01-31', '02-01', '02-28', '03-02'].map((day) => `A lovely room.,2026-${day}\n`);
    const path = await file('months.csv', `Comment,Day\n${rows.join('')}`);
    const { stdout } = await analyze([path, '--text-column', '1', '--date', 'Day', '--format', 'table']);
    expect(stdout.match(/^(?:Month|January 2026|February 2026|March 2026) +(?:rows|\d)/gm)).toHaveLength(4);
    expect(stdout).not.toContain('2026-0');
  });

  it.each([
    [
      'deep.json',
      '{"response":{"page":1,"reviews":[{"id":1,"text":"A lovely room."},{"id":2,"text":"Cold."}]}}',
    ],
    ['lists.json', '[["id","text"],[1,"A lovely room."],[2,"Cold."]]'],
    ['spread.json', '{\n"id":1,\n"text":"A lovely room."\n}\n{\n"id":2,\n"text":"Cold."\n}\n'],
  ])('reads every row of JSON, however its rows stand: %s', async (name, content) => {
    const path = await file(name, content);
    const { code } = await analyze([path, '--text-column', 'text', '--output', `${name}.csv`]);
    expect(code).toBe(0);
    const { rows } = await tableOf(`${name}.csv`);
    expect(rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['1', 'A lovely room.'],
      ['2', 'Cold.'],
    ]);
  });

  it('leaves out a title above the names, says so, and can be told otherwise', async () => {
    const path = await file('titled.csv', `Reviews of spring,,,,\r\n\r\n${reviews}`);
    const args = [path, '--text-column', 'Comment', '--output', 'titled-read.csv'];
    const { stderr } = await analyze(args);
    expect(stderr).toContain(
      'Leaving out 2 lines above the names of the columns; --skip-lines 0 keeps them.',
    );
    expect(stderr).toContain('6 rows in all.');
    const { columns, rows } = await tableOf('titled-read.csv');
    expect(columns.slice(0, 2)).toEqual(['Id', 'Comment']);
    expect(rows.map(({ cells }) => cells[0])).toEqual(['1', '2', '3', '4', '5', '6']);
    const shop = await file('shop.csv', 'Kunden;;\nNummer;Kommentar;Ort\nA;A lovely room.;Rom\n');
    const told = await analyze([shop, '--skip-lines', '1', '--text-column', 'Kommentar', '--format', 'json']);
    expect(told.stderr).not.toContain('Leaving out');
    expect(jsonOutput.parse(JSON.parse(told.stdout)).counts).toMatchObject({ rows: 1, read: 1 });
    const kept = await analyze([path, '--skip-lines', '0', '--text-column', '2', '--format', 'json']);
    expect(jsonOutput.parse(JSON.parse(kept.stdout)).counts.rows).toBeGreaterThan(6);
  });

  it('counts a row whose text was cut at a comma under no group, day or rating', async () => {
    const path = await file(
      'cut.csv',
      'Shop,Comment,City,Stars,Day\nA,A lovely room.,Rome,5,2024-01-05\nB,Good, really,Oslo,1,2024-02-06\n',
    );
    const named = ['--text-column', 'Comment', '--date', 'Day', '--rating', 'Stars', '--format', 'json'];
    const figures = async (group: string) =>
      jsonOutput.parse(JSON.parse((await analyze([path, ...named, '--group', group])).stdout));
    const { counts, summary } = await figures('City');
    expect(counts).toMatchObject({ rows: 2, read: 2, malformed: 1 });
    expect(summary).toMatchObject({
      trend: { undated: 1, points: [{ rows: 1 }] },
      groups: { groups: [{ name: 'Rome', rows: 1 }] },
      ratings: { byRating: [{ rating: 5, rows: 1 }] },
    });
    // What stands before the text stands where it should.
    expect((await figures('Shop')).summary).toMatchObject({
      groups: { groups: [{ name: 'A' }, { name: 'B' }] },
    });
  });

  it('counts as its rows are labelled, in one document without their texts', async () => {
    const path = await file('counts.csv', reviews);
    const args = [path, '--text-column', 'Comment', '--date', 'Day', '--group', 'city', '--rating', 'Stars'];
    const outcome = await analyze([...args, '--format', 'json']);
    expect(outcome.stdout).not.toContain('A cold and dirty room');
    const { file: about, counts, summary } = jsonOutput.parse(JSON.parse(outcome.stdout));
    expect(about).toMatchObject({
      name: 'counts.csv',
      rows: 6,
      columns: { text: ['Comment'], date: 'Day', group: 'City', rating: 'Stars' },
    });
    expect(counts).toMatchObject({ rows: 6, read: 4, empty: 1, otherLanguage: 1, failed: 0, repeated: 1 });
    expect(summary).toMatchObject({
      trend: { undated: 1, points: [{ rows: 2 }, { rows: 1 }] },
      groups: {
        groups: [
          { name: 'Oslo', rows: 2 },
          { name: 'Rome', rows: 2 },
        ],
      },
      ratings: { lowest: 1, highest: 5, unrated: 0 },
    });

    await analyze([...args, '--output', 'counts-out.csv']);
    const { columns, rows } = await tableOf('counts-out.csv');
    const labels = rows.map(({ cells }) => cells[columns.indexOf('undertone_label')]);
    for (const label of verdictLabels) {
      expect(labels.filter((each) => each === label)).toHaveLength(counts.byLabel[label]);
    }
  });

  it('is a table to be read, with what was left out', async () => {
    const path = await file('shown.csv', reviews);
    const { stdout, code } = await analyze([
      path,
      '--text-column',
      'Comment',
      '--group',
      '3',
      '--rating',
      '4',
      '--format',
      'table',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'shown.csv · Comment\n4 rows read.\n1 empty or n/a, not counted · 1 not English',
    );
    for (const label of verdictLabels) expect(stdout).toMatch(new RegExp(`^${label} +\\d+$`, 'm'));
    expect(stdout).toMatch(/^City +rows/m);
    expect(stdout).toMatch(/^Stars +rows/m);
    expect(stdout).not.toContain('undefined');
  });

  it('leaves the report of before where the reader of its output leaves, and says so', async () => {
    const path = await file('left.csv', `text\n${'A lovely room.\n'.repeat(20_000)}`);
    const report = await file('kept.html', 'of before');
    const given = ['analyze', path, '--format', 'csv', '--report', report, '--models', fixtureModelsDir];
    const program = runProgram('cli.ts', given, { workingDir: folder });
    program.child.stdin.end();
    program.child.stdout.destroy();
    expect(await program.ended).toBe(0);
    expect(await readFile(join(folder, report), 'utf8')).toBe('of before');
    expect(program.written.stderr).toContain('No report was written');
  });

  it('writes a report that fetches nothing', async () => {
    const path = await file('reported.csv', reviews);
    await file('report.html', 'a longer one of before'.repeat(100_000));
    const outcome = await analyze([path, '--text-column', 'Comment', '--report', 'report.html']);
    const html = await readFile(join(folder, 'report.html'), 'utf8');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('reported.csv');
    expect(html).not.toContain('of before');
    expect(html).not.toMatch(/(?:src|href)="?https?:/);
    expect(html).not.toContain('dirty room');
    // Analyses are printed besides it: a line for each row.
    expect(outcome.stdout.trimEnd().split('\n')).toHaveLength(6);
  });

  it('prints an analysis a row where no format is named', async () => {
    const path = await file('piped.csv', reviews);
    const outcome = await analyze([path, '--text-column', 'Comment']);
    // As with lines of text, what has no analysis counts as not read.
    expect(outcome.code).toBe(1);
    const lines = outcome.stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const [first, , third, fourth] = lines;
    expect(analysis.parse(first).input.characters).toBe('A lovely room.'.length);
    const errorLine = z.object({ error: errorData });
    expect(errorLine.parse(third).error).toMatchObject({ code: 'text-blank', details: { line: 4 } });
    expect(errorLine.parse(fourth).error).toMatchObject({
      code: 'language-unsupported',
      details: { line: 5 },
    });
  });

  it('tells groups apart whose names are masked alike', async () => {
    const asked = ['ann@example.com', 'bob@example.com', 'bob@example.com', 'Rome', 'eve@example.com'];
    const path = await file('asked.csv', `Comment,Asked\n${asked.map((by) => `Good.,${by}\n`).join('')}`);
    const named = [path, '--text-column', 'Comment', '--group', 'Asked', '--format', 'json', '--mask'];
    const { summary } = jsonOutput.parse(JSON.parse((await analyze(named)).stdout));
    expect(summary).toMatchObject({
      groups: {
        groups: [
          { name: '[email] 1', rows: 2 },
          { name: 'Rome', rows: 1 },
          { name: '[email] 2', rows: 1 },
          { name: '[email] 3', rows: 1 },
        ],
      },
    });
  });

  it('masks personal data where it is asked to', async () => {
    const path = await file('masked.csv', reviews);
    const { stdout } = await analyze([path, '--text-column', 'Comment', '--format', 'csv', '--mask']);
    expect(stdout).toContain('[email]');
    expect(stdout).not.toContain('ann@example.com');
  });

  it('says which column it has guessed, and which there are where a name is wrong', async () => {
    const path = await file('guessed.csv', reviews);
    const guessed = await analyze([path, '--format', 'json']);
    expect(guessed.stderr).toMatch(/^Reading the column Comment; --text-column names another\.\n/);
    const wrong = await analyze([path, '--text-column', 'Comments']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('There is no column Comments (--text-column).');
    expect(wrong.stderr).toMatch(/1 {2}Id\n +2 {2}Comment\n/);
  });

  it('reads several columns as one text, and takes their names from a first row that looks like any other', async () => {
    const path = await file('two.csv', 'Liked,Disliked\nThe view.,The noise.\n,The bed.\n');
    const { stdout } = await analyze([path, '--text-column', 'Liked', '--text-column', 'Disliked']);
    const lengths = stdout
      .trimEnd()
      .split('\n')
      .map((line) => analysis.parse(JSON.parse(line)).input.characters);
    expect(lengths).toEqual(['The view.\nThe noise.'.length, 'The bed.'.length]);
  });

  it('reads standard input and files as it is told how', async () => {
    const semicolons = Buffer.from('Texte;Note\nTr\u00e8s fin.;4\n', 'latin1');
    const args = ['-', '--input', 'csv', '--delimiter', 'semicolon', '--encoding', 'windows-1252'];
    const outcome = await analyze([...args, '--text-column', '1', '--format', 'csv'], semicolons);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain('\nTrès fin.,4,');
    const bare = await analyze(
      ['-', '--input', 'csv', '--no-header', '--format', 'json'],
      'A room.\nA bed.\n',
    );
    expect(jsonOutput.parse(JSON.parse(bare.stdout)).counts.rows).toBe(2);
  });

  it('leaves nothing behind of what it puts aside, however it ends', async () => {
    const scratch = await mkdtemp(join(folder, 'scratch-'));
    const left = async () => (await readdir(scratch)).filter((name) => name.startsWith('undertone-'));
    const args = ['analyze', '-', '--input', 'csv', '--format', 'csv', '--models', fixtureModelsDir];
    const program = runProgram('cli.ts', args, { environment: { TMPDIR: scratch } });
    program.child.stdin.write('Comment\nA room.\n');
    await vi.waitFor(async () => expect(await left()).toHaveLength(1), { timeout: 60_000, interval: 50 });
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(143);
    expect(await left()).toEqual([]);
  });

  it('exits with 2 for what is no table, and for an output that cannot be written', async () => {
    const none = await analyze([await file('none.csv', '')]);
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('none.csv');
    const path = await file('fine.csv', reviews);
    const unwritten = await analyze([path, '--text-column', '2', '--output', 'nowhere/out.csv']);
    expect(unwritten).toMatchObject({ code: 2, stdout: '' });
    expect(unwritten.stderr).toContain('nowhere/out.csv could not be written');
  });
});
