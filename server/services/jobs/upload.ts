/** The rows of a job out of the bytes that were handed over, a batch at a time, whatever form they have. */
import { UndertoneError } from '#core/contracts/errors';
import { maxJobRows } from '#core/contracts/jobs';
import type { JobRow, JobTable } from '#core/contracts/jobs';
import type { Delimiter, TableEncoding } from '#core/contracts/table';
import type { ByteSource } from '#core/table/byte-source';
import { csvRows } from './csv-rows.ts';
import { jsonRows } from './json-rows.ts';
import { ndjsonRows } from './ndjson-rows.ts';

/** Of an upload of any form. */
export const maxUploadBytes = 50 * 1_048_576;

export interface CsvForm {
  readonly kind: 'csv';
  /** What stands between cells, what its text is encoded as, and whether it names its columns, where that was said. */
  readonly delimiter?: Delimiter | undefined;
  readonly encoding?: TableEncoding | undefined;
  readonly hasHeader?: boolean | undefined;
  /** Its name, or its place from 1; guessed as in files where not given. */
  readonly textColumn?: string | undefined;
  readonly idColumn?: string | undefined;
}

export type UploadForm = { readonly kind: 'json' | 'ndjson' } | CsvForm;

export interface UploadOptions {
  readonly anyLanguage: boolean;
  readonly deleteAfterRead: boolean;
}

export interface Upload {
  /** To be gone through once. */
  readonly batches: AsyncIterable<readonly JobRow[]>;
  /** Known when the last batch has come: JSON may say them behind its items. */
  readonly options: UploadOptions;
  /** Of a table, known when the first batch has come; null of all else. */
  readonly table: JobTable | null;
}

/**
 * Reads no more of the source than is asked for, and holds no more than a piece of it and the longest row.
 *
 * While `batches` is gone through it throws an UndertoneError: `input-invalid` with the faults and the place of the
 * first row that is none, or where there are no rows; `body-too-large` (`limit`, `unit`); of a table
 * `table-unreadable`.
 *
 * @param given what was said of it elsewhere than in it
 */
export function readUpload(source: ByteSource, form: UploadForm, given: UploadOptions): Upload {
  const bounded = atMostBytes(source);
  if (form.kind === 'json') {
    const { batches, said } = jsonRows(bounded);
    return {
      batches: atMostRows(batches),
      get options() {
        return { ...given, ...said() };
      },
      table: null,
    };
  }
  if (form.kind === 'csv') {
    const { batches, found } = csvRows(bounded, form);
    return {
      batches: atMostRows(batches),
      options: given,
      get table() {
        return found();
      },
    };
  }
  return { batches: atMostRows(ndjsonRows(bounded)), options: given, table: null };
}

async function* atMostBytes(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxUploadBytes) throw uploadTooLarge();
    yield chunk;
  }
}

export function uploadTooLarge(): UndertoneError {
  return new UndertoneError('body-too-large', { limit: maxUploadBytes, unit: 'bytes' });
}

async function* atMostRows(
  batches: AsyncIterable<readonly JobRow[]>,
): AsyncGenerator<readonly JobRow[], void, undefined> {
  let rows = 0;
  for await (const batch of batches) {
    rows += batch.length;
    if (rows > maxJobRows) throw new UndertoneError('body-too-large', { limit: maxJobRows, unit: 'rows' });
    yield batch;
  }
  if (rows === 0) {
    throw new UndertoneError('input-invalid', { faults: [{ pointer: '/items', fault: 'too_small' }] });
  }
}
