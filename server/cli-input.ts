/** The bytes of the file that the command line was given, as often as they are asked for. */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { ByteSource } from '#core/table/byte-source';
import { maxTextFileBytes } from '#core/table/limits';
import { createScratchFolder } from './cli-scratch.ts';

export interface CliInput {
  /** As it is told to people. */
  readonly name: string;
  readonly sizeBytes: number;
  bytes(): ByteSource;
  /** Removes what was put aside of it. */
  dispose(): void;
}

/**
 * A file is read where it is. What can be read but once, such as standard input, is put aside in a folder of the
 * system's for temporary files, which nobody else may read.
 *
 * @param path undefined for standard input
 * @throws UndertoneError `file-unreadable`, and `table-too-large` for what is put aside
 */
export async function openInput(path: string | undefined, standardInput: Readable): Promise<CliInput> {
  if (path === undefined) return putAside(standardInput, 'standard input');
  try {
    const { size, isFile } = await kindOf(path);
    if (!isFile) return await putAside(createReadStream(path), basename(path));
    return { name: basename(path), sizeBytes: size, bytes: () => bytesOf(path), dispose: () => undefined };
  } catch (cause) {
    throw toUndertoneError(cause, 'file-unreadable');
  }
}

async function kindOf(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path);
  if (found.isDirectory()) throw new UndertoneError('file-unreadable');
  return { size: found.size, isFile: found.isFile() };
}

async function putAside(source: Readable, name: string): Promise<CliInput> {
  const folder = createScratchFolder();
  const path = join(folder.path, 'input');
  try {
    await pipeline(source, withinLimit, createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    return { name, sizeBytes: size, bytes: () => bytesOf(path), dispose: () => folder.remove() };
  } catch (cause) {
    folder.remove();
    throw toUndertoneError(cause, 'file-unreadable');
  }
}

/** More than can be read anyway is not put aside either. */
async function* withinLimit(source: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void, undefined> {
  let sizeBytes = 0;
  for await (const chunk of source) {
    if (!(chunk instanceof Uint8Array)) continue;
    sizeBytes += chunk.length;
    if (sizeBytes > maxTextFileBytes)
      throw new UndertoneError('table-too-large', { maxBytes: maxTextFileBytes });
    yield chunk;
  }
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of createReadStream(path)) {
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (cause) {
    throw toUndertoneError(cause, 'file-unreadable');
  }
}
