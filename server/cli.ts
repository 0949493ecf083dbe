/** The command line's process: arguments, streams, exit code. */
import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import { analyzeRows } from './analyze-rows.ts';
import { exitCodes, helpText, parseCommand, UsageError } from './cli-arguments.ts';
import type { AnalyzeCommand, ExitCode } from './cli-arguments.ts';
import { LocalEngine } from './local-engine.ts';

const packageDir = fileURLToPath(new URL('..', import.meta.url));

/** npm runs its scripts in the package's folder; a person means the folder they typed the command in. */
function personsPath(path: string): string {
  const { INIT_CWD: typedIn, npm_lifecycle_event: script } = process.env;
  return script === 'undertone' && typedIn !== undefined ? resolve(typedIn, path) : resolve(path);
}

async function openSource(file: string): Promise<AsyncIterable<string>> {
  if (file === '-') return process.stdin.setEncoding('utf8');
  try {
    const handle = await open(personsPath(file));
    if ((await handle.stat()).isDirectory()) throw new UndertoneError('file-unreadable');
    return handle.createReadStream({ encoding: 'utf8' });
  } catch (cause) {
    throw toUndertoneError(cause, 'file-unreadable');
  }
}

async function analyze(command: AnalyzeCommand): Promise<ExitCode> {
  const source = await openSource(command.file).catch((thrown: unknown) => {
    tell(thrown, { file: command.file });
  });
  if (!source) return exitCodes.wrongUsage;
  const engine = new LocalEngine({
    modelsDir:
      command.modelsDir === undefined ? resolve(packageDir, 'models') : personsPath(command.modelsDir),
    modelId: command.modelId,
    where: 'cli',
  });
  try {
    await engine.start();
  } catch (thrown) {
    tell(thrown);
    return exitCodes.engineFailed;
  }
  try {
    const { failed } = await analyzeRows({
      engine,
      source,
      format: command.format,
      anyLanguage: command.anyLanguage,
      output: process.stdout,
    });
    return failed > 0 ? exitCodes.someRowsFailed : exitCodes.allRead;
  } catch (thrown) {
    tell(toUndertoneError(thrown, 'file-unreadable'), { file: command.file });
    return exitCodes.wrongUsage;
  } finally {
    engine.dispose();
  }
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
  const command = parseCommand(args);
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

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (thrown) {
  if (!(thrown instanceof UsageError)) throw thrown;
  process.stderr.write(`${thrown.message}\nSee: undertone --help\n`);
  process.exitCode = exitCodes.wrongUsage;
}
