/** The command line's process: arguments, streams, exit code. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { Manifest } from '#core/contracts/manifest';
import type { RowFormat } from '#core/table/rows';
import { analyzeRows } from './analyze-rows.ts';
import { parseCommand, UsageError } from './cli-arguments.ts';
import type { AnalyzeCommand } from './cli-arguments.ts';
import { asFileFailure, openOutput, openReport, personsPath, refuseToOverwrite } from './cli-files.ts';
import { exitCodes, helpText } from './cli-help.ts';
import type { ExitCode } from './cli-help.ts';
import { openInput } from './cli-input.ts';
import type { CliInput } from './cli-input.ts';
import { openLines } from './cli-lines.ts';
import { printable } from './cli-printable.ts';
import { endOnSignals } from './cli-scratch.ts';
import { LocalEngine } from './local-engine.ts';

const packageDir = fileURLToPath(new URL('..', import.meta.url));

async function analyze(command: AnalyzeCommand): Promise<ExitCode> {
  await refuseToOverwrite(command);
  return command.lines === null ? analyzeTableFile(command) : analyzeLines(command, command.lines);
}

async function analyzeLines(command: AnalyzeCommand, format: RowFormat): Promise<ExitCode> {
  let source: AsyncIterable<string> | null;
  try {
    source = await openLines(command);
  } catch (thrown) {
    tell(thrown, { file: command.file });
    return exitCodes.wrongUsage;
  }
  if (source === null) return analyzeTableFile(command);
  const { anyLanguage } = command;
  return withEngine(command, async (engine) => {
    const output = await openOutput(command.outputFile);
    const stopped = new Promise<never>((_, reject) => output.once('error', reject));
    const read = analyzeRows({ engine, source, format, anyLanguage, output });
    const { failed } = await Promise.race([read, stopped]);
    if (output !== process.stdout) await Promise.race([finished(output.end()), stopped]);
    return failed;
  });
}

async function analyzeTableFile(command: AnalyzeCommand): Promise<ExitCode> {
  const { file, reportFile } = command;
  let input: CliInput | undefined;
  // Late, and so is what a table seldom needs: whatever is loaded, the person waits for at every start.
  const { analyzeTable, prepareTable } = await import('./cli-analyze.ts');
  try {
    input = await openInput(file === '-' ? undefined : personsPath(file), process.stdin);
    const survey = await prepareTable(command, input, process.stderr);
    return await withEngine(command, async (engine, manifest) => {
      const output = await openOutput(command.outputFile);
      const report = reportFile === undefined ? null : await openReport(reportFile);
      if (report !== null) process.stdout.prependListener('error', tellOfNoReport);
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

function tellOfNoReport(): void {
  process.stderr.write('No report was written, since not all rows were read.\n');
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
    tellOfFile(thrown, command);
    return exitCodes.wrongUsage;
  } finally {
    engine.dispose();
  }
}

function tellOfFile(thrown: unknown, { file, outputFile, reportFile }: AnalyzeCommand): void {
  const failure = asFileFailure(thrown);
  const isWriting = failure instanceof UndertoneError && failure.code === 'file-unwritable';
  const written = [outputFile, reportFile].filter((path) => path !== undefined).join(', ');
  tell(failure, { file: isWriting ? written : file });
}

/** An error of the catalogue with its remedy and its facts, which never hold a text. */
function tell(thrown: unknown, facts: Record<string, unknown> = {}): void {
  const { message, remedy, details } = toUndertoneError(thrown);
  const told = Object.entries({ ...facts, ...details }).map(
    ([name, value]) => ` (${name}: ${String(value)})`,
  );
  process.stderr.write(printable(`${message}${told.join('')}\n${remedy}\n`));
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
  process.stderr.write(printable(`${thrown.message}\nSee: undertone --help\n`));
  process.exitCode = exitCodes.wrongUsage;
}
