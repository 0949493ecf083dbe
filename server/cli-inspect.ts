/** The first look at a table, by what the person said of it. */
import type { Inspection, TableKind, TableShape } from '#core/contracts/table';
import { pluralText } from '#core/report/drawing-figures';
import { inspectTable } from '#core/table/inspect';
import { delimiterNames, UsageError } from './cli-arguments.ts';
import type { AnalyzeCommand } from './cli-arguments.ts';
import type { CliInput } from './cli-input.ts';
import { printableName } from './cli-printable.ts';
import type { Survey } from './cli-survey.ts';

/**
 * A first row that holds a name which a person gives is one of names, even where it looks like any other; and a text
 * whose delimiter they name has cells.
 *
 * @throws UsageError for a sheet that is not there, and for what means nothing for a file of its kind
 */
export async function inspectAsTold(
  { shape, columns }: AnalyzeCommand,
  input: CliInput,
): Promise<Inspection> {
  const { name, sizeBytes } = input;
  const inspect = (given: Partial<TableShape>): Promise<Inspection> =>
    inspectTable(input.bytes(), { name, sizeBytes, given });
  const { sheet, ...others } = shape;
  let seen = await inspect(others);
  if (shape.delimiter !== undefined && shape.kind === undefined && seen.shape.kind === 'txt')
    seen = await inspect({ ...others, kind: 'csv' });
  refuseUnused(shape, seen);
  if (sheet !== undefined) seen = await inspect(shape);
  const named = [...columns.text, columns.date, columns.group, columns.rating];
  const isNames = seen.rows[0]?.cells.some((cell) => typeof cell === 'string' && named.includes(cell));
  return isNames === true && shape.hasHeader === undefined && !seen.shape.hasHeader
    ? inspect({ ...shape, kind: seen.shape.kind, hasHeader: true })
    : seen;
}

/** What was said and would do nothing is a mistake of some kind, which is better told than left out. */
function refuseUnused(given: Partial<TableShape>, seen: Inspection): void {
  const { kind } = seen.shape;
  const isJson = kind === 'json' || kind === 'jsonl';
  const refuse = (option: string, kinds: string): never => {
    throw new UsageError(`--${option} is for ${kinds}; this is read as ${kindNames[kind]}.`);
  };
  if (given.sheet !== undefined && kind !== 'xlsx') refuse('sheet', 'workbooks');
  if (given.delimiter !== undefined && kind !== 'csv')
    refuse('delimiter', 'cells with something between them');
  if (given.encoding !== undefined && kind === 'xlsx') refuse('encoding', 'files of text');
  if (given.hasHeader !== undefined && !seen.hasHeaderChoice)
    refuse('no-header', 'tables without names of their own');
  if (given.skipLines !== undefined && (isJson || kind === 'txt')) refuse('skip-lines', 'tables of cells');
  if (given.sheet !== undefined && !seen.sheets.includes(given.sheet)) {
    const names = seen.sheets.map((name) => `  ${printableName(name)}`);
    throw new UsageError([`There is no sheet ${given.sheet}.`, 'The sheets are:', ...names].join('\n'));
  }
}

const kindNames: Record<TableKind, string> = {
  csv: 'cells with something between them',
  jsonl: 'JSON lines',
  json: 'JSON',
  txt: 'a text a line',
  xlsx: 'a workbook',
};

/** What to say where one of several sheets was taken without being asked for; null where there is nothing. */
export function sheetRemark({ shape: given }: AnalyzeCommand, { shape, sheets }: Inspection): string | null {
  if (given.sheet !== undefined || sheets.length < 2) return null;
  const name = printableName(shape.sheet ?? '');
  return `Reading the sheet ${name}, of ${String(sheets.length)}; --sheet names another.`;
}

/** What to say of a delimiter that was named and stands nowhere, where another one does; null where there is nothing. */
export async function delimiterRemark(
  { shape: given }: AnalyzeCommand,
  input: CliInput,
  seen: Inspection,
): Promise<string | null> {
  const { delimiter, ...others } = given;
  if (delimiter === undefined || seen.columns.length > 1) return null;
  const { shape, columns } = await inspectTable(input.bytes(), { name: input.name, given: others });
  if (shape.kind !== 'csv' || columns.length < 2) return null;
  return `With ${delimiterName(delimiter)} as delimiter there is one column; with ${delimiterName(shape.delimiter)} there are ${String(columns.length)}.`;
}

function delimiterName(delimiter: TableShape['delimiter']): string {
  return Object.entries(delimiterNames).find(([, sign]) => sign === delimiter)?.[0] ?? delimiter;
}

/** What to say of lines above the table that were left out without being asked; null where there are none. */
export function skippedRemark({ shape: given }: AnalyzeCommand, { shape }: Inspection): string | null {
  const { skipLines = 0, kind } = shape;
  if (given.skipLines !== undefined || skipLines === 0) return null;
  const lines =
    kind === 'xlsx' ? pluralText(skipLines, 'row', 'rows') : pluralText(skipLines, 'line', 'lines');
  return `Leaving out ${lines} above the names of the columns; --skip-lines 0 keeps them.`;
}

/** What to say of columns that were named for figures which are not asked for; null where there is nothing. */
export function figuresRemark({ columns, format, reportFile }: AnalyzeCommand): string | null {
  const { date, group, rating } = columns;
  const hasFigures = format === 'table' || format === 'json' || reportFile !== undefined;
  const isNamed = date !== undefined || group !== undefined || rating !== undefined;
  return isNamed && !hasFigures
    ? '--date, --group and --rating change nothing here: they are for --report and the formats table and json.'
    : null;
}

/** What to say of columns that were named for dates and ratings, and have none. */
export function emptyRemarks(
  { columns }: Pick<AnalyzeCommand, 'columns'>,
  { dated, rated }: Pick<Survey, 'dated' | 'rated'>,
): string[] {
  const { date, rating } = columns;
  return [
    ...(date === undefined || dated > 0 ? [] : [`No dates were found in the column ${printableName(date)}.`]),
    ...(rating === undefined || rated > 0
      ? []
      : [`No ratings were found in the column ${printableName(rating)}.`]),
  ];
}
