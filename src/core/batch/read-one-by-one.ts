/** Rows by an engine that reads one text at a time. */
import type { Analysis } from '../contracts/analysis.ts';
import { UndertoneError } from '../contracts/errors.ts';
import type { ErrorCode } from '../contracts/errors.ts';
import type { RowsRead } from '../engine.ts';
import { toRowsRead } from '../score/row-result.ts';

/** Failures that are the text's own; the other rows are not affected. */
const faultsOfText: ReadonlySet<ErrorCode> = new Set([
  'text-blank',
  'text-too-long',
  'language-unsupported',
  'input-invalid',
]);

/**
 * Reads each text by itself.
 *
 * @throws UndertoneError whatever `read` throws that is no fault of the text
 */
export async function readOneByOne(
  texts: readonly string[],
  read: (text: string) => Promise<Analysis>,
): Promise<RowsRead> {
  const found: (Analysis | UndertoneError)[] = [];
  for (const text of texts) {
    try {
      found.push(await read(text));
    } catch (thrown) {
      if (!(thrown instanceof UndertoneError && faultsOfText.has(thrown.code))) throw thrown;
      found.push(thrown);
    }
  }
  return toRowsRead(found);
}
