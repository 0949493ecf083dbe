import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { analysis } from '#core/contracts/analysis';
import type { Analysis } from '#core/contracts/analysis';
import { errorData } from '#core/contracts/errors';
import type { ErrorData } from '#core/contracts/errors';
import { fixtureModelsDir } from './fixture-models.ts';
import { runProgram } from './run-program.ts';
import type { Program, ProgramOptions } from './run-program.ts';
import { germanText } from './texts.ts';

const errorRow = z.object({ error: errorData });
const patience = { timeout: 100_000, interval: 50 };

/** A module that has Node find no inference runtime, as on a machine where it was not installed. */
const withoutRuntime = toModule(`
  import { register } from 'node:module';
  register(${JSON.stringify(
    toModule(`
      export function resolve(name, context, next) {
        if (name === 'onnxruntime-node') throw new Error('not installed');
        return next(name, context);
      }
    `),
  )});
`);

function toModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

let folder: string;
const programs: Program[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-cli-'));
});
afterEach(() => {
  for (const { child } of programs.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true }));

function start(args: readonly string[], options: ProgramOptions = {}): Program {
  const program = runProgram('cli.ts', args, { workingDir: folder, ...options });
  programs.push(program);
  return program;
}

interface Outcome {
  code: number | string;
  stdout: string;
  stderr: string;
}

async function run(args: readonly string[], input = '', options: ProgramOptions = {}): Promise<Outcome> {
  const program = start(args, options);
  program.child.stdin.end(input);
  const code = await program.ended;
  return { code, ...program.written };
}

/** `analyze` with the fixture models. */
const analyze = (args: readonly string[], input?: string): Promise<Outcome> =>
  run(['analyze', ...args, '--models', fixtureModelsDir], input);

async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return name;
}

type Row = { analysis: Analysis } | { error: ErrorData };

function rowsOf({ stdout }: Outcome): Row[] {
  expect(stdout === '' || stdout.endsWith('\n')).toBe(true);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const row: unknown = JSON.parse(line);
      const failed = errorRow.safeParse(row);
      return failed.success ? { error: failed.data.error } : { analysis: analysis.parse(row) };
    });
}

/** What each row is: the length of a text that was read, or the code of its error and its line. */
const summary = (outcome: Outcome): unknown[] =>
  rowsOf(outcome).map((row) =>
    'error' in row ? [row.error.code, row.error.details['line']] : row.analysis.input.characters,
  );

describe('undertone analyze', () => {
  it('reads a text a line', async () => {
    const outcome = await analyze([await file('plain.txt', 'A lovely room.\nA cold and dirty room.\n')]);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const rows = rowsOf(outcome);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      analysis: { engine: { where: 'cli', backend: 'node' }, input: { characters: 'A lovely room.'.length } },
    });
  });

  it('puts an error in the place of a row that cannot be read, and reads the rest', async () => {
    const outcome = await analyze([await file('rows.txt', `Fine.\n\n   \n${germanText}\nBad.`)]);
    expect(outcome).toMatchObject({ code: 1, stderr: '' });
    expect(summary(outcome)).toEqual([
      5,
      ['text-blank', 2],
      ['text-blank', 3],
      ['language-unsupported', 4],
      4,
    ]);
  });

  it('reads with the model that is named', async () => {
    const path = await file('model.txt', 'Fine.\n');
    const models = await Promise.all([analyze([path]), analyze([path, '--model', 'tiny-2'])]);
    expect(models.map((outcome) => rowsOf(outcome)[0])).toMatchObject([
      { analysis: { model: { version: '0.1.0' } } },
      { analysis: { model: { version: '0.2.0' } } },
    ]);
  });

  it('reads any language when asked to', async () => {
    const outcome = await analyze([await file('german.txt', germanText), '--any-language']);
    expect(outcome.code).toBe(0);
    expect(summary(outcome)).toEqual([germanText.length]);
  });

  it('reads the text of JSON lines and says what is wrong with a line', async () => {
    const content = [
      '{"text": "Fine.", "id": 1}',
      '{"text": "a private word',
      '{"body": "Fine."}',
      '{"text": 5}',
      '',
      '["Fine."]',
      '{"text": ""}',
      '{"text": "Two\\nlines."}',
    ].join('\r\n');
    const outcome = await analyze([await file('rows.jsonl', content)]);
    expect(outcome.code).toBe(1);
    expect(summary(outcome)).toEqual([
      5,
      ['row-invalid', 2],
      ['row-invalid', 3],
      ['row-invalid', 4],
      ['row-invalid', 5],
      ['row-invalid', 6],
      ['text-blank', 7],
      10,
    ]);
    expect(outcome.stdout).not.toContain('private');
    expect(rowsOf(outcome)[2]).toMatchObject({
      error: { details: { reason: 'column missing', column: 'text' } },
    });
  });

  it('takes the text from the column that is named', async () => {
    const path = await file('reviews.JSONL', '{"review": "Fine.", "text": 1}\n');
    expect(summary(await analyze([path, '--text-column', 'review']))).toEqual([5]);
  });

  it('knows nothing of byte order marks, Windows line ends and missing last line ends', async () => {
    const bom = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from('{"text": "Très fin 😀"}\r\n{"text": "b"}'),
    ]);
    expect(summary(await analyze([await file('bom.jsonl', bom)]))).toEqual(['Très fin 😀'.length, 1]);
  });

  it('reads standard input, as lines or as JSON', async () => {
    expect(summary(await analyze(['-'], 'Fine.\n{"text": "b"}\n'))).toEqual([5, 13]);
    expect(summary(await analyze(['-', '--input', 'jsonl'], '{"text": "Fine."}\n'))).toEqual([5]);
    expect(summary(await analyze(['-', '--text-column', 'body'], '{"body": "Fine."}\n'))).toEqual([5]);
  });

  it('answers nothing to nothing', async () => {
    expect(await analyze(['-'], '')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('answers each line of a slow source without waiting for the next', async () => {
    const program = start(['analyze', '-', '--models', fixtureModelsDir]);
    program.child.stdin.write('Fine.\n');
    await vi.waitFor(() => expect(program.written.stdout).toContain('\n'), patience);
    program.child.stdin.end('Bad.\n');
    expect(await program.ended).toBe(0);
    expect(program.written.stdout.split('\n')).toHaveLength(3);
  });

  it('keeps the order over many rows', async () => {
    const texts = Array.from({ length: 300 }, (_, i) => `${'word '.repeat((i * 37) % 90)}end`);
    const outcome = await analyze([await file('many.txt', texts.join('\n'))]);
    expect(summary(outcome)).toEqual(texts.map((text) => text.length));
  });

  it('lets go of a line that is too long and reads the next', async () => {
    const outcome = await analyze([await file('long.txt', `${'x'.repeat(2_500_000)}\nFine.\n`)]);
    expect(outcome.code).toBe(1);
    expect(summary(outcome)).toEqual([['text-too-long', 1], 5]);
  });

  it('ends quietly when its reader leaves', async () => {
    const program = start(['analyze', '-', '--models', fixtureModelsDir]);
    program.child.stdin.write('Fine.\n'.repeat(20_000));
    await once(program.child.stdout, 'data');
    program.child.stdout.destroy();
    expect(await program.ended).toBe(0);
    expect(program.written.stderr).toBe('');
  });

  it('waits for a reader that is slow, and loses nothing', async () => {
    const program = start(['analyze', '-', '--models', fixtureModelsDir]);
    program.child.stdin.end('Fine.\n'.repeat(400));
    program.child.stdout.pause();
    await once(program.child.stdout, 'readable');
    program.child.stdout.resume();
    expect(await program.ended).toBe(0);
    expect(program.written.stdout.split('\n')).toHaveLength(401);
  });
});

describe('undertone with wrong usage', () => {
  it.each([
    [[], 'analyze FILE'],
    [['read', 'rows.txt'], 'no command read'],
    [['analyze'], 'Which file?'],
    [['analyze', 'a.txt', 'b.txt'], 'One file'],
    [['analyze', 'a.txt', '--format', 'html'], 'format html'],
    [['analyze', 'a.txt', '--input', 'docx'], 'input docx'],
    [['analyze', 'a.csv', '--encoding', 'ebcdic'], 'encoding ebcdic'],
    [['analyze', 'a.csv', '--skip-lines', 'two'], '--skip-lines takes a number of lines, not two.'],
    [['analyze', 'a.csv', '--delimiter', 'x'], 'comma, semicolon, tab, pipe'],
    [['analyze', 'a.csv', '--output', './a.csv'], 'write over the file'],
    [
      ['analyze', 'a.csv', '--output', 'read.pdf'],
      'No format ends in .pdf; say which is meant with --format.',
    ],
    [['analyze', 'a.csv', '--output', 'b.html', '--report', 'b.html'], 'a file each'],
    [['analyze', 'a.txt', '--text-column', 'body'], '--text-column'],
    [['analyze', 'a.txt', '--fast'], '--fast'],
    [['analyze', 'a.txt', '--model'], '--model'],
  ])('says what is wrong and exits with 2: %j', async (args, words) => {
    const outcome = await run(args);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain(words);
    expect(outcome.stderr).not.toContain('    at ');
  });

  it('exits with 2 when there is no such file, or it is a folder', async () => {
    await mkdir(join(folder, 'folder.txt'));
    for (const path of ['missing.txt', 'folder.txt']) {
      const outcome = await analyze([path]);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toContain(`could not be opened. (file: ${path})`);
    }
  });

  it('exits with 3 when the engine cannot start', async () => {
    const path = await file('ready.txt', 'Fine.\n');
    const noModels = await run(['analyze', path, '--models', 'nowhere']);
    expect(noModels).toMatchObject({ code: 3, stdout: '' });
    expect(noModels.stderr).toContain('registry.json');
    const noModel = await analyze([path, '--model', 'nobody']);
    expect(noModel).toMatchObject({ code: 3, stdout: '' });
    expect(noModel.stderr).toContain('nobody');
  });

  it('names the runtime when that is what is missing', async () => {
    const path = await file('runtime.txt', 'Fine.\n');
    const outcome = await run(['analyze', path, '--models', fixtureModelsDir], '', {
      environment: { NODE_OPTIONS: `--import ${withoutRuntime}` },
    });
    expect(outcome).toMatchObject({ code: 3, stdout: '' });
    expect(outcome.stderr).toContain('(missing: onnxruntime-node)');
  });
});

describe('undertone', () => {
  it('explains itself, exit codes among it', async () => {
    const outcome = await run(['--help']);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/Exit codes\n {2}0 {2}.+\n {2}1 {2}.+\n {2}2 {2}.+\n {2}3 {2}/);
  });

  it('tells the version of the package', async () => {
    const text = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8');
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('finds a file where the person is, although npm runs it elsewhere', async () => {
    await file('here.txt', 'Fine.\n');
    const outcome = await run(['analyze', 'here.txt', '--models', fixtureModelsDir], '', {
      workingDir: join(import.meta.dirname, '../..'),
      environment: { npm_lifecycle_event: 'undertone', INIT_CWD: folder },
    });
    expect(summary(outcome)).toEqual([5]);
  });
});
