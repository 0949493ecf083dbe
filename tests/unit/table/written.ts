/** Tables as tests have them written, and what is read back of them. */
import type { ExportKind } from '#core/contracts/run';
import type { RowResult } from '#core/contracts/row-result';
import type { Cell, TableShape } from '#core/contracts/table';
import { joinBytes } from '#core/table/decode';
import type { ExportRow, ExportSettings } from '#core/table/export-rows';
import { writeTable } from '#core/table/write-table';
import { readAll, type ReadResult } from './sources.ts';

export const model = { name: 'undertone-en', version: '1.2.0', sha256: 'ab'.repeat(32) };

const reading: RowResult = {
  kind: 'read',
  reading: {
    label: 'negative',
    score: -0.7512345678,
    confidence: 0.84,
    probabilities: { negative: 0.84, neutral: 0.07, positive: 0.09 },
    needsReview: false,
    reviewReasons: [],
    sentences: [],
    languageCode: 'en',
  },
};

export function rowOf(cells: Cell[], rest: Partial<ExportRow> = {}): ExportRow {
  return { line: 2, cells, fault: null, result: reading, ...rest };
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts = [];
  for await (const chunk of chunks) parts.push(chunk);
  return joinBytes(parts);
}

const shapes: Record<ExportKind, Partial<TableShape>> = {
  csv: { kind: 'csv', delimiter: ',' },
  jsonl: { kind: 'jsonl' },
  xlsx: { kind: 'xlsx' },
};

export function write(
  kind: ExportKind,
  columns: readonly string[],
  rows: readonly ExportRow[],
  settings: ExportSettings = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return collect(writeTable(kind, { columns, models: [model], rows }, settings));
}

export function readBack(kind: ExportKind, bytes: Uint8Array<ArrayBuffer>): Promise<ReadResult> {
  return readAll(bytes, shapes[kind]);
}

export async function writeAndRead(
  kind: ExportKind,
  columns: readonly string[],
  rows: readonly ExportRow[],
  settings: ExportSettings = {},
): Promise<ReadResult> {
  return readBack(kind, await write(kind, columns, rows, settings));
}
