/** Takes in a model that a person picked: finds its files, checks what they say, and keeps them. */
import { UndertoneError } from '#core/contracts/errors';
import type { IntakeProgress, Picked, TakenModel } from '../own-model-api.ts';
import { hasRoom } from '../weights/room.ts';
import { sha256 } from '../weights/sha256.ts';
import { chooseFiles, nameOf } from './choose-files.ts';
import { openKeptFolder } from './kept-folder.ts';
import type { FileSink } from './kept-folder.ts';
import { piecesOf, textOf, unreadable } from './packed-file.ts';
import type { PackedFile } from './packed-file.ts';
import { readConfig } from './read-config.ts';
import { listZip } from './zip.ts';

/** A model of this size takes twice as much memory while it starts, which is what a tab may have. */
const mostBytes = 1e9;
/** More than any description of a model takes. */
const mostTextBytes = 50e6;
/** A large file comes in thousands of pieces, and every word of it costs the page. */
const tellEveryMs = 100;

/**
 * @param onProgress told as the files come
 * @throws UndertoneError `own-model-incomplete`, `own-model-unreadable`, `own-model-kind`, `own-model-too-large`,
 * `storage-unavailable`, `cancelled`
 */
export async function takeIn(
  picked: Picked,
  onProgress: (progress: IntakeProgress) => void,
  signal: AbortSignal,
): Promise<TakenModel> {
  const chosen = chooseFiles(await listFiles(picked));
  const { config, tokenizer, tokenizerConfig, onnx, onnxData } = chosen;
  const texts = [config, tokenizer, ...(tokenizerConfig === null ? [] : [tokenizerConfig])];
  const files = [...texts, onnx, ...onnxData];
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (totalBytes > mostBytes)
    throw new UndertoneError('own-model-too-large', { totalBytes, limit: mostBytes });
  for (const { path, sizeBytes } of texts) {
    if (sizeBytes > mostTextBytes) throw unreadable(`${nameOf(path)} is too long`);
  }
  const told = readConfig(
    await textOf(config),
    tokenizerConfig === null ? null : await textOf(tokenizerConfig),
  );
  if (!isObject(await textOf(tokenizer))) throw unreadable('tokenizer.json');

  const id = crypto.randomUUID();
  const folder = (await hasRoom(totalBytes)) ? await openKeptFolder(id) : null;
  const held: Record<string, Blob> = {};
  let doneBytes = 0;
  let toldAtMs = 0;
  const onBytes = async (count: number): Promise<void> => {
    doneBytes += count;
    if (performance.now() - toldAtMs < tellEveryMs) return;
    toldAtMs = performance.now();
    onProgress({ doneBytes, totalBytes });
    // Pieces that are unpacked already leave no room for a message, such as the one that stops this.
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    if (signal.aborted) throw new UndertoneError('cancelled');
  };
  onProgress({ doneBytes, totalBytes });
  try {
    for (const file of files) {
      const name = nameOf(file.path);
      if (folder === null) held[name] = await hold(file, onBytes);
      else await keep(file, await folder.create(name), onBytes);
    }
    const model = folder === null ? held[nameOf(onnx.path)] : await folder.read(nameOf(onnx.path));
    if (model === undefined) throw unreadable('gone');
    return {
      facts: {
        id,
        name: picked.name,
        sha256: await sha256(new Uint8Array(await model.arrayBuffer())),
        files: files.map(({ path, sizeBytes }) => ({ name: nameOf(path), sizeBytes })),
        onnxName: nameOf(onnx.path),
        ...told,
        isKept: folder !== null,
      },
      held: folder === null ? held : null,
    };
  } catch (thrown) {
    await folder?.remove();
    throw thrown;
  }
}

async function listFiles(picked: Picked): Promise<PackedFile[]> {
  if (picked.kind === 'zip') return listZip(picked.file);
  return picked.files.map(({ path, file }) => ({
    path,
    sizeBytes: file.size,
    open: () => piecesOf(file.stream()),
  }));
}

async function keep(
  file: PackedFile,
  sink: FileSink,
  onBytes: (count: number) => Promise<void>,
): Promise<void> {
  try {
    for await (const piece of file.open()) {
      sink.write(piece);
      await onBytes(piece.length);
    }
  } finally {
    sink.close();
  }
}

/** In pieces, so that the browser may put them on its disk. */
async function hold(file: PackedFile, onBytes: (count: number) => Promise<void>): Promise<Blob> {
  const pieces: Blob[] = [];
  for await (const piece of file.open()) {
    pieces.push(new Blob([piece]));
    await onBytes(piece.length);
  }
  return new Blob(pieces);
}

function isObject(json: string): boolean {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    return false;
  }
}
