/** What is made of a table that is read. */
import type { ModelInfo } from '#core/contracts/analysis';
import type { Manifest } from '#core/contracts/manifest';
import type { Summary } from '#core/contracts/report';
import type { RowResult } from '#core/contracts/row-result';
import type { ExportKind } from '#core/contracts/run';
import { maskedFigures } from '#core/report/masked-figures';
import type { ExportRow } from '#core/table/export-rows';
import { writeTable } from '#core/table/write-table';
import type { AnsweredRow } from './cli-reading.ts';
import type { Survey } from './cli-survey.ts';
import { figuresText } from './cli-table.ts';

/** What makes `[email]` of a mail address, and the like; null where personal data is to stay. */
export type Mask = ((text: string) => string) | null;

export interface TableRows {
  survey: Survey;
  manifest: Manifest;
  rows: AsyncIterable<AnsweredRow<RowResult>>;
  mask: Mask;
}

/** The table with what came of its rows, as the page exports it. */
export function tableBytes(
  kind: ExportKind,
  { survey, manifest, rows, mask }: TableRows,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { columns, widestRow } = survey;
  const table = { columns, widestRow, models: [modelOf(manifest)], rows: exported(rows) };
  return writeTable(kind, table, mask === null ? {} : { mask });
}

async function* exported(
  rows: AsyncIterable<AnsweredRow<RowResult>>,
): AsyncGenerator<ExportRow, void, undefined> {
  for await (const { row, answer } of rows) yield { ...row, result: answer };
}

export interface ReadTable {
  survey: Survey;
  manifest: Manifest;
  summary: Summary;
  mask: Mask;
}

/** The same with names and phrases masked, where they are to be. */
export function maskedTable(read: ReadTable): ReadTable {
  if (read.mask === null) return read;
  const { columns, summary } = maskedFigures(
    { columns: read.survey.columns, summary: read.summary },
    read.mask,
  );
  return { ...read, survey: { ...read.survey, columns }, summary };
}

/** The figures: for people, or for programs. Texts of rows are in neither. */
export function figuresOf(format: 'table' | 'json', read: ReadTable): string {
  const { survey, manifest, summary } = maskedTable(read);
  const { columns, roles, rows, input, shape } = survey;
  const nameOf = (place: number): string => columns[place] ?? String(place + 1);
  const nameOrNull = (place: number | null): string | null => (place === null ? null : nameOf(place));
  const text = roles.text.map(nameOf);
  const { name } = input;
  const model = modelOf(manifest);
  if (format === 'table') {
    return figuresText({
      name,
      textColumns: text,
      groupColumn: nameOrNull(roles.group) ?? '',
      ratingColumn: nameOrNull(roles.rating) ?? '',
      rows,
      model,
      summary,
    });
  }
  const { counts, ...figures } = summary;
  const chosen = {
    text,
    date: nameOrNull(roles.date),
    group: nameOrNull(roles.group),
    rating: nameOrNull(roles.rating),
    dateOrder: roles.dateOrder ?? null,
  };
  return `${JSON.stringify({ file: { name, rows, shape, columns: chosen }, model, counts, summary: figures }, null, 2)}\n`;
}

/** Name, version and weights of a model. */
export function modelOf({ name, version, files }: Manifest): ModelInfo {
  return { name, version, sha256: files.weights.sha256 };
}
