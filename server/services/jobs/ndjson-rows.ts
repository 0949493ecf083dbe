/** Rows out of lines of JSON; blank lines are none. */
import type { JobRow } from '#core/contracts/jobs';
import type { ByteSource } from '#core/table/byte-source';
import { decodeText } from '#core/table/decode';
import { jsonLimits } from '#core/table/limits';
import { createRecordReader } from '#core/table/record-reader';
import type { RawRow } from '#core/table/record-reader';
import { readRow } from './read-row.ts';

/** @throws UndertoneError `input-invalid` (`line`, `faults`) while the rows are gone through */
export async function* ndjsonRows(source: ByteSource): AsyncGenerator<JobRow[], void, undefined> {
  const reader = createRecordReader(null, jsonLimits);
  for await (const piece of decodeText(source, 'utf-8')) yield rowsOf(reader.push(piece));
  yield rowsOf(reader.end());
}

function rowsOf(records: readonly RawRow[]): JobRow[] {
  return records.flatMap(({ line, cells: [json = ''], fault }) => {
    if (json.trim() === '') return [];
    return readRow(fault === null ? json : undefined, { pointer: '', details: { line } });
  });
}
