/** A file of a model that is being taken in, wherever it lies. */
import { UndertoneError } from '#core/contracts/errors';

export interface PackedFile {
  /** With slashes, as in the folder or archive. */
  path: string;
  sizeBytes: number;
  /**
   * Its content, piece by piece.
   *
   * @throws UndertoneError `own-model-unreadable`
   */
  open(): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

export function unreadable(reason: string, cause?: unknown): UndertoneError {
  return new UndertoneError('own-model-unreadable', { reason }, { cause });
}

/** A stream as something to iterate over, which not every browser's streams are. */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    // The browser's own words about packed data, or a file that is gone, say nothing to a person.
    throw unreadable('broken off', cause);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The whole content of a small file as text. */
export async function textOf(file: PackedFile): Promise<string> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of file.open()) pieces.push(piece);
  return new Blob(pieces).text();
}
