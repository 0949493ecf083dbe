/** The command line's process: arguments, streams, exit code. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { Manifest } from '#core/contracts/manifest';
import type { RowFormat } from '#core/table/rows';
import { analyzeRows } from './analyze-rows.ts';
import { analyzeTable, prepareTable } from './cli-analyze.ts';
import { parseCommand, UsageError } from './cli-arguments.ts';
import type { AnalyzeCommand } from './cli-arguments.ts';
import { exitCodes, helpText } from './cli-help.ts';
import type { ExitCode } from './cli-help.ts';
import { openInput } from './cli-input.ts';
import type { CliInput } from './cli-input.ts';
import { endOnSignals } from './cli-scratch.ts';
import { LocalEngine } from './local-engine.ts';

const packageDir = fileURLToPath(new URL('..', import.meta.url));

/** npm runs its scripts in the package's folder; a person means the folder they typed the command in. */
function personsPath(path: string): string {
  const { INIT_CWD: typedIn, npm_lifecycle_event: script } = process.env;
  return script === 'undertone' && typedIn !== undefined ? resolve(typedIn, path) : resolve(path);
}

async function analyze(command: AnalyzeCommand): Promise<ExitCode> {
  refuseToOverwrite(command);
  return command.lines === null ? analyzeTableFile(command) : analyzeLines(command, command.lines);
}

/** Lines are answered as they come: nothing of them is looked at before. */
async function analyzeLines(command: AnalyzeCommand, format: RowFormat): Promise<ExitCode> {
  const source = await openLines(command.file).catch((thrown: unknown) => {
    tell(thrown, { file: command.file });
  });
  if (!source) return exitCodes.wrongUsage;
  return withEngine(command, async (engine) => {
    const output = await openOutput(command.outputFile);
    try {
      const { failed } = await analyzeRows({
        engine,
        source,
        format,
        anyLanguage: command.anyLanguage,
        output,
      });
      if (output !== process.stdout) await finished(output.end());
      return failed;
    } catch (thrown) {
      throw toUndertoneError(thrown, 'file-unreadable');
    }
  });
}

async function openLines(file: string): Promise<AsyncIterable<string>> {
  if (file === '-') return process.stdin.setEncoding('utf8');
  try {
    const handle = await open(personsPath(file));
    if ((await handle.stat()).isDirectory()) throw new UndertoneError('file-unreadable');
    return handle.createReadStream({ encoding: 'utf8' });
  } catch (cause) {
    throw toUndertoneError(cause, 'file-unreadable');
  }
}

async function analyzeTableFile(command: AnalyzeCommand): Promise<ExitCode> {
  const { file, reportFile } = command;
  let input: CliInput | undefined;
  try {
    input = await openInput(file === '-' ? undefined : personsPath(file), process.stdin);
    const survey = await prepareTable(command, input, process.stderr);
    return await withEngine(command, async (engine, manifest) => {
      const output = await openOutput(command.outputFile);
      const report = reportFile === undefined ? null : await openOutput(reportFile);
      const isWatched = process.stderr.isTTY;
      const { failed } = await analyzeTable({
        command,
        survey,
        engine,
        modelsDir: modelsDirOf(command),
        manifest,
        output,
        report,
        told: process.stderr,
        isWatched,
      });
      return failed;
    });
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown;
    tell(thrown, { file });
    return exitCodes.wrongUsage;
  } finally {
    input?.dispose();
  }
}

function modelsDirOf({ modelsDir }: AnalyzeCommand): string {
  return modelsDir === undefined ? resolve(packageDir, 'models') : personsPath(modelsDir);
}

/** @param read gives how many rows failed */
async function withEngine(
  command: AnalyzeCommand,
  read: (engine: LocalEngine, manifest: Manifest) => Promise<number>,
): Promise<ExitCode> {
  const engine = new LocalEngine({ modelsDir: modelsDirOf(command), modelId: command.modelId, where: 'cli' });
  try {
    await engine.start();
  } catch (thrown) {
    tell(thrown);
    return exitCodes.engineFailed;
  }
  const { manifest } = engine;
  try {
    if (manifest === undefined) throw new UndertoneError('engine-failed');
    return (await read(engine, manifest)) > 0 ? exitCodes.someRowsFailed : exitCodes.allRead;
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown;
    tell(thrown, { file: command.file });
    return exitCodes.wrongUsage;
  } finally {
    engine.dispose();
  }
}

/** @param file undefined for standard output, which stays open */
async function openOutput(file: string | undefined): Promise<Writable> {
  if (file === undefined) return process.stdout;
  try {
    const stream = createWriteStream(personsPath(file));
    await once(stream, 'open');
    return stream;
  } catch (cause) {
    throw new UsageError(`The file ${file} could not be written.`, { cause });
  }
}

function refuseToOverwrite({ file, outputFile, reportFile }: AnalyzeCommand): void {
  const written = [outputFile, reportFile].flatMap((path) => (path === undefined ? [] : [personsPath(path)]));
  if (file !== '-' && written.includes(personsPath(file)))
    throw new UsageError('That would write over the file that is read.');
  if (new Set(written).size < written.length)
    throw new UsageError('The output and the report need a file each.');
}

/** An error of the catalogue with its remedy and its facts, which never hold a text. */
function tell(thrown: unknown, facts: Record<string, unknown> = {}): void {
  const { message, remedy, details } = toUndertoneError(thrown);
  const told = Object.entries({ ...facts, ...details }).map(
    ([name, value]) => ` (${name}: ${String(value)})`,
  );
  process.stderr.write(`${message}${told.join('')}\n${remedy}\n`);
}

async function run(args: readonly string[]): Promise<ExitCode> {
  const command = parseCommand(args, process.stdout.isTTY);
  if (command.kind === 'analyze') return analyze(command);
  process.stdout.write(command.kind === 'help' ? helpText : `${await version()}\n`);
  return exitCodes.allRead;
}

async function version(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(resolve(packageDir, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read the output has what they wanted.
  if (error.code === 'EPIPE') process.exit(exitCodes.allRead);
  process.stderr.write('The output could not be written.\n');
  process.exit(exitCodes.wrongUsage);
});

endOnSignals();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (thrown) {
  if (!(thrown instanceof UsageError)) throw thrown;
  process.stderr.write(`${thrown.message}\nSee: undertone --help\n`);
  process.exitCode = exitCodes.wrongUsage;
}
