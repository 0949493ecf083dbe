/** Rows by `POST v1/analyze/batch`: in portions that the server takes, those that it did not come to once more. */
import type { Analysis } from '#core/contracts/analysis';
import type { BatchItem } from '#core/contracts/batch';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import type { Limits } from '#core/contracts/service';

/** The server did not come to these: they may be read when they are asked for again. */
const notReached: ReadonlySet<ErrorCode> = new Set([
  'server-busy',
  'server-stopping',
  'rate-limited',
  'deadline-exceeded',
]);

/** Failures that are a text's own; the other rows are not affected. */
const faultsOfText: ReadonlySet<ErrorCode> = new Set([
  'text-blank',
  'text-too-long',
  'language-unsupported',
  'input-invalid',
]);

/**
 * @param askBatch sends texts, and gives what came of each of them in their order
 * @returns one for each text, in their order
 * @throws UndertoneError whatever `askBatch` throws, and what keeps the server from reading any of a portion
 */
export async function readInBatches(
  texts: readonly string[],
  { batchItems, textCharacters }: Pick<Limits, 'batchItems' | 'textCharacters'>,
  askBatch: (texts: readonly string[]) => Promise<readonly BatchItem[]>,
): Promise<(Analysis | UndertoneError)[]> {
  const found = new Map<number, Analysis | UndertoneError>();
  let left = texts.flatMap((text, index) => {
    if (text.length <= textCharacters) return [index];
    found.set(index, new UndertoneError('text-too-long'));
    return [];
  });
  let most = Math.max(1, batchItems);
  while (left.length > 0) {
    const portion = portionOf(texts, left, most, textCharacters);
    const items = await askBatch(portion.map((index) => texts[index] ?? ''));
    const again: number[] = [];
    for (const [place, index] of portion.entries()) {
      const item = items[place];
      if (item?.index !== place) throw new UndertoneError('server-unreachable');
      const read = item.status === 'ok' ? item.result : errorFromData(item.problem);
      if (!(read instanceof UndertoneError) || faultsOfText.has(read.code)) found.set(index, read);
      else if (notReached.has(read.code)) again.push(index);
      else throw read;
    }
    if (again.length === portion.length) {
      // Alone it may still come in time.
      if (portion.length === 1) throw problemOf(items[0]);
      most = 1;
    } else if (again.length > 0) most = Math.max(1, portion.length - again.length);
    left = [...again, ...left.slice(portion.length)];
  }
  return texts.map((_, index) => found.get(index) ?? new UndertoneError('internal'));
}

/** The first of what is left that go into one request: so many, and together no longer than one text may be. */
function portionOf(
  texts: readonly string[],
  left: readonly number[],
  most: number,
  mostCharacters: number,
): number[] {
  let characters = 0;
  const end = left.findIndex((index, place) => {
    characters += texts[index]?.length ?? 0;
    return place === most || (place > 0 && characters > mostCharacters);
  });
  return left.slice(0, end === -1 ? left.length : end);
}

function problemOf(item: BatchItem | undefined): UndertoneError {
  return item?.status === 'error' ? errorFromData(item.problem) : new UndertoneError('server-unreachable');
}
