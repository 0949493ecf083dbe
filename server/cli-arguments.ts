/** The command line's arguments. */
import { parseArgs } from 'node:util';
import { delimiters, encodings, tableKinds } from '#core/contracts/table';
import type { DateOrder, TableShape } from '#core/contracts/table';
import type { RowFormat } from '#core/table/rows';

export const outputFormats = ['csv', 'xlsx', 'jsonl', 'json', 'table', 'analysis'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** Columns by name, or by number from 1. */
export interface ColumnChoice {
  readonly text: readonly string[];
  readonly date: string | undefined;
  readonly group: string | undefined;
  readonly rating: string | undefined;
  readonly dateOrder: DateOrder | undefined;
}

export interface AnalyzeCommand {
  readonly kind: 'analyze';
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly format: OutputFormat;
  /** Where it is a text a line or an object a line, and nothing else is asked for than their analyses. */
  readonly lines: RowFormat | null;
  /** What is known of the file; the rest is guessed. */
  readonly shape: Partial<TableShape>;
  readonly columns: ColumnChoice;
  readonly outputFile: string | undefined;
  readonly reportFile: string | undefined;
  readonly isMasked: boolean;
  readonly anyLanguage: boolean;
  readonly modelsDir: string | undefined;
  readonly modelId: string | undefined;
}

export type Command = AnalyzeCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

/** Wrong usage; the message is for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  format: { type: 'string' },
  output: { type: 'string' },
  report: { type: 'string' },
  'text-column': { type: 'string', multiple: true },
  date: { type: 'string' },
  group: { type: 'string' },
  rating: { type: 'string' },
  'date-order': { type: 'string' },
  mask: { type: 'boolean', default: false },
  input: { type: 'string' },
  encoding: { type: 'string' },
  delimiter: { type: 'string' },
  sheet: { type: 'string' },
  'no-header': { type: 'boolean', default: false },
  'skip-lines': { type: 'string' },
  'any-language': { type: 'boolean', default: false },
  models: { type: 'string' },
  model: { type: 'string' },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parse>['values'];

/**
 * @param args without the program's own name
 * @param toTerminal whether a person reads the output as it comes
 * @throws UsageError
 */
export function parseCommand(args: readonly string[], toTerminal: boolean): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [command, file, ...rest] = positionals;
  if (command === undefined) throw new UsageError('What should be done? Try: undertone analyze FILE');
  if (command !== 'analyze') throw new UsageError(`There is no command ${command}; there is analyze.`);
  if (file === undefined) throw new UsageError('Which file? A single dash reads standard input.');
  if (rest.length > 0) throw new UsageError('One file at a time, please.');
  const format = outputFormat(values, toTerminal && values.output === undefined);
  if (format === 'xlsx' && toTerminal && values.output === undefined)
    throw new UsageError('A workbook cannot be shown in a terminal; name a file for it with --output.');
  if (values.mask && format === 'analysis' && values.report === undefined)
    throw new UsageError('--mask has nothing to mask here: an analysis has no words of its text in it.');
  const columns = {
    text: values['text-column'] ?? [],
    date: values.date,
    group: values.group,
    rating: values.rating,
    dateOrder: dateOrderOf(values),
  };
  return {
    kind: 'analyze',
    file,
    format,
    lines: format === 'analysis' && values.report === undefined ? lineFormat(file, values) : null,
    shape: shapeOf(values),
    columns,
    outputFile: values.output,
    reportFile: values.report,
    isMasked: values.mask,
    anyLanguage: values['any-language'],
    modelsDir: values.models,
    modelId: values.model,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    const [sentence] = thrown instanceof Error ? thrown.message.split('. ', 1) : [];
    throw new UsageError(`${sentence ?? 'The arguments are not understood'}.`, { cause: thrown });
  }
}

function outputFormat({ format, output = '', report }: Values, toTerminal: boolean): OutputFormat {
  if (format !== undefined) return oneOf('format', format, outputFormats);
  const ending = extensionOf(output);
  const known = outputFormats.find((each) => each === ending);
  if (known === undefined && ending !== undefined && output !== report)
    throw new UsageError(`No format ends in .${ending}; say which is meant with --format.`);
  return known ?? (toTerminal ? 'table' : 'analysis');
}

const dateOrderNames: Readonly<Record<string, DateOrder>> = { dmy: 'day-first', mdy: 'month-first' };

function dateOrderOf({ date, 'date-order': given }: Values): DateOrder | undefined {
  if (given === undefined) return undefined;
  if (date === undefined) throw new UsageError('--date-order is for the dates that --date names.');
  return dateOrderNames[oneOf('date-order', given, Object.keys(dateOrderNames))];
}

export const delimiterNames: Readonly<Record<string, TableShape['delimiter']>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
};

function shapeOf(values: Values): Partial<TableShape> {
  const { input, encoding, delimiter, sheet } = values;
  const given = delimiter === undefined ? undefined : (delimiterNames[delimiter] ?? delimiter);
  return {
    ...(input === undefined ? {} : { kind: oneOf('input', input, tableKinds) }),
    ...(encoding === undefined ? {} : { encoding: oneOf('encoding', encoding.toLowerCase(), encodings) }),
    ...(given === undefined
      ? {}
      : { delimiter: oneOf('delimiter', given, delimiters, Object.keys(delimiterNames)) }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(values['no-header'] ? { hasHeader: false } : {}),
    ...skipLinesOf(values),
  };
}

function skipLinesOf({ 'skip-lines': given }: Values): Pick<TableShape, 'skipLines'> {
  if (given === undefined) return {};
  if (/^\d{1,6}$/.test(given)) return { skipLines: Number(given) };
  throw new UsageError(`--skip-lines takes a number of lines, not ${given}.`);
}

function oneOf<T extends string>(
  option: string,
  given: string,
  known: readonly T[],
  names: readonly string[] = known,
): T {
  const found = known.find((value) => value === given);
  if (found !== undefined) return found;
  throw new UsageError(`The ${option} ${given} is not known; there are ${names.join(', ')}.`);
}

/** Lines are read as they come, so that a program can ask and be answered in turn; other tables are looked at first. */
function lineFormat(file: string, values: Values): RowFormat | null {
  const { input, 'text-column': textColumns = [] } = values;
  const isShaped =
    values.date !== undefined ||
    values.group !== undefined ||
    values.rating !== undefined ||
    textColumns.length > 1;
  const { encoding, delimiter, sheet, 'skip-lines': skipLines } = values;
  const isEncoded = [encoding, delimiter, sheet, skipLines].some((value) => value !== undefined);
  if (isShaped || isEncoded || values['no-header']) return null;
  const [textColumn] = textColumns;
  const kind = input ?? (file === '-' ? (textColumn === undefined ? 'txt' : 'jsonl') : extensionOf(file));
  if (kind === 'jsonl') return { kind, textColumn: textColumn ?? 'text' };
  if (kind !== 'txt') return null;
  if (textColumn !== undefined)
    throw new UsageError('--text-column is for tables: lines of text have no columns.');
  return { kind };
}

function extensionOf(path: string): string | undefined {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
}
