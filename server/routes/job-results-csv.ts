/** A page of results as a table of cells. */
import type { ModelInfo } from '#core/contracts/analysis';
import { writeCsv } from '#core/table/write-csv';
import { resultsOf } from '../services/jobs/portion-box.ts';

export interface ResultsCsvSettings {
  /** The first page names the columns, so that pages put together are one table. */
  readonly hasHeader: boolean;
  readonly model: ModelInfo | null;
}

/** @param lines of JSON, one a row */
export async function resultsAsCsv(lines: string, { hasHeader, model }: ResultsCsvSettings): Promise<Buffer> {
  const rows = resultsOf(lines).map(({ index, id, result }) => ({
    line: index + 1,
    cells: [index, id ?? null],
    fault: null,
    result,
  }));
  const table = { columns: ['index', 'id'], models: model === null ? [] : [model], rows };
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeCsv(table, { hasByteOrderMark: false, hasHeader })) chunks.push(chunk);
  return Buffer.concat(chunks);
}
