/** Lines that are answered as they come: nothing of them is looked at before, but for the beginning of a file. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { Inspection, TableEncoding } from '#core/contracts/table';
import { decodeText } from '#core/table/decode';
import { inspectTable } from '#core/table/inspect';
import type { AnalyzeCommand } from './cli-arguments.ts';
import { personsPath } from './cli-files.ts';
import { openInput } from './cli-input.ts';
import type { CliInput } from './cli-input.ts';

/**
 * The text of the lines in chunks of any size; null where the file, looked at as any table is, has more to it than a
 * text a line, such as a name above them. What comes through a pipe is taken for what it is said to be, and for UTF-8.
 *
 * @throws UndertoneError `file-unreadable`, and `table-unreadable` for what is no text
 */
export async function openLines(command: AnalyzeCommand): Promise<AsyncIterable<string> | null> {
  if (command.file === '-') return process.stdin.setEncoding('utf8');
  const path = personsPath(command.file);
  const found = await stat(path).catch((cause: unknown) => {
    throw toUndertoneError(cause, 'file-unreadable');
  });
  if (found.isDirectory()) throw new UndertoneError('file-unreadable');
  if (!found.isFile()) return createReadStream(path, { encoding: 'utf8' });
  const input = await openInput(path, process.stdin);
  const seen = await firstLook(input, command);
  const encoding = seen?.shape.encoding ?? 'utf-8';
  const areLines = seen === null || areAsked(seen, command);
  return areLines && !(await endsWithCr(input, encoding))
    ? decodeText(input.bytes(), encoding, Infinity)
    : null;
}

/** Whether lines are all there is to it, with the text where it is looked for. */
function areAsked({ shape, columns }: Inspection, { lines, columns: { text } }: AnalyzeCommand): boolean {
  if (shape.kind !== lines?.kind || shape.hasHeader) return false;
  return lines.kind === 'txt' || text.length > 0 || columns.some(({ name }) => name === lines.textColumn);
}

/** Whether its first line ends as old programs for the Mac end theirs, and with it all others. */
async function endsWithCr(input: CliInput, encoding: TableEncoding): Promise<boolean> {
  for await (const text of decodeText(input.bytes(), encoding, Infinity))
    return /^[^\r\n]*\r(?!\n|$)/.test(text);
  return false;
}

/** Null where there is nothing to see. */
async function firstLook(input: CliInput, { shape: given }: AnalyzeCommand): Promise<Inspection | null> {
  try {
    return await inspectTable(input.bytes(), { name: input.name, given });
  } catch (thrown) {
    const isNoText = !(thrown instanceof UndertoneError) || thrown.details['reason'] === 'not text';
    if (isNoText || thrown.code !== 'table-unreadable') throw thrown;
    return null;
  }
}
