/** The files that the command line writes. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat, truncate } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { UndertoneError } from '#core/contracts/errors';
import { UsageError } from './cli-arguments.ts';
import type { AnalyzeCommand } from './cli-arguments.ts';

/** npm runs its scripts in the package's folder; a person means the folder they typed the command in. */
export function personsPath(path: string): string {
  const { INIT_CWD: typedIn, npm_lifecycle_event: script } = process.env;
  return script === 'undertone' && typedIn !== undefined ? resolve(typedIn, path) : resolve(path);
}

/** @param file undefined for standard output, which stays open */
export async function openOutput(file: string | undefined, flags: 'w' | 'a' = 'w'): Promise<Writable> {
  if (file === undefined) return process.stdout;
  try {
    const stream = createWriteStream(personsPath(file), { flags });
    await once(stream, 'open');
    // Whoever writes meets the error as well; this keeps one that comes between two writes from ending the process.
    stream.on('error', () => undefined);
    return stream;
  } catch (cause) {
    throw new UsageError(`The file ${file} could not be written.`, { cause });
  }
}

/**
 * Opens where a report goes, so that it is known at once whether it can be written. What lies there stays until the stream
 * is asked for: whoever stops before has no new report, and the one of before.
 */
export async function openReport(file: string): Promise<() => Promise<Writable>> {
  const stream = await openOutput(file, 'a');
  return async () => {
    const path = personsPath(file);
    if ((await stat(path)).isFile()) await truncate(path);
    return stream;
  };
}

/**
 * Names, links and standard input may all lead to one file.
 *
 * @throws UsageError where a file would be written that is read, or two into one
 */
export async function refuseToOverwrite({ file, outputFile, reportFile }: AnalyzeCommand): Promise<void> {
  const places = [outputFile, reportFile].flatMap((path) => (path === undefined ? [] : [personsPath(path)]));
  const read = await identityOf(file === '-' ? '/dev/stdin' : personsPath(file));
  const written = await Promise.all(places.map((path) => identityOf(path)));
  if (written.includes(read)) throw new UsageError('That would write over the file that is read.');
  if (new Set(written).size < written.length)
    throw new UsageError('The output and the report need a file each.');
}

/** The file itself where there is one, else the path that it would have. */
async function identityOf(path: string): Promise<string> {
  try {
    const found = await stat(path, { bigint: true });
    // A device, such as /dev/null, may be written twice.
    return found.isFile() ? `${String(found.dev)}:${String(found.ino)}` : path;
  } catch {
    return path;
  }
}

const writing = ['write', 'close', 'ftruncate'];

/** What the system says of a file as an error of the catalogue; all else as it is. */
export function asFileFailure(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('syscall' in thrown)) return thrown;
  const code = writing.includes(String(thrown.syscall)) ? 'file-unwritable' : 'file-unreadable';
  return new UndertoneError(code, {}, { cause: thrown });
}
