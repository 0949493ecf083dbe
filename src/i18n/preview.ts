/** The words of a file before it is taken in: how it would be read, and what its columns are. */
import type { Delimiter, TableEncoding, TableKind } from '#core/contracts/table';
import { formatCount, formatList, formatPlural } from './formats.ts';
import type { Messages } from './messages.ts';

const kindNames = {
  csv: 'Table of text (CSV, TSV)',
  jsonl: 'JSON, a row each line',
  json: 'JSON, a list',
  txt: 'Plain text, a row each line',
  xlsx: 'Excel',
} as const satisfies Record<TableKind, string>;

const textLines = { one: 'Line', other: 'Lines' } as const;

/** What a file of each kind is counted in. */
const lineNames = {
  csv: textLines,
  jsonl: textLines,
  txt: textLines,
  json: { one: 'Item', other: 'Items' },
  xlsx: { one: 'Row of the sheet', other: 'Rows of the sheet' },
} as const satisfies Record<TableKind, { one: string; other: string }>;

const delimiterNames = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Bar',
} as const satisfies Record<Delimiter, string>;

const encodingNames = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252',
} as const satisfies Record<TableEncoding, string>;

const separatedBy = {
  ',': 'Comma-separated',
  ';': 'Semicolon-separated',
  '\t': 'Tab-separated',
  '|': 'Bar-separated',
} as const satisfies Record<Delimiter, string>;

function linesOf(kind: TableKind, count: number): string {
  return kind === 'xlsx' ? formatPlural(count, 'row', 'rows') : formatPlural(count, 'line', 'lines');
}

/** Days have no time zone. */
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const dayText = (day: string) => days.format(new Date(day));

export const previewWords = {
  looking: 'Looking at the file',
  guessed: {
    separated: (delimiter: Delimiter, encoding: TableEncoding) =>
      `${separatedBy[delimiter]}, ${encodingNames[encoding]}`,
    json: (encoding: TableEncoding) => `JSON, ${encodingNames[encoding]}`,
    jsonl: (encoding: TableEncoding) => `JSON, a row each line, ${encodingNames[encoding]}`,
    txtRows: 'Every line is a text',
    txt: (encoding: TableEncoding) => `A text each line, ${encodingNames[encoding]}`,
    belowName: 'below a name',
    xlsx: (sheet: string | null) => (sheet === null ? 'An Excel sheet' : `An Excel file, sheet “${sheet}”`),
    withHeader: 'the first row names the columns',
    withoutHeader: 'no row names the columns',
    below: (kind: TableKind, count: number) =>
      `below ${linesOf(kind, count)} that ${count === 1 ? 'is' : 'are'} left out`,
  },
  shapeTitle: 'Read as',
  kind: 'Kind',
  kinds: kindNames,
  delimiter: 'Between cells',
  delimiters: delimiterNames,
  encoding: 'Encoding',
  encodings: encodingNames,
  header: 'The first row names the columns',
  headerLine: 'The first line is a name, not a text',
  sheet: 'Sheet',
  skipLines: 'Left out on top',
  skippedLines: (kind: TableKind, count: number) => (count === 0 ? 'Nothing' : linesOf(kind, count)),
  columnsTitle: 'Columns',
  text: 'Texts to read',
  textHint: 'Several are joined, a line each.',
  textMissing: 'Choose the column that holds the texts.',
  noText: 'No column of this file seems to hold texts. Choose one, or read the file in another way.',
  date: 'Date',
  dateOrder: {
    label: (date: string) => `${date} is`,
    guessed: (day: string) => `${dayText(day)}, unless later dates tell otherwise`,
    'day-first': (day: string) => `${dayText(day)}: the day first`,
    'month-first': (day: string) => `${dayText(day)}: the month first`,
  },
  group: 'Group',
  rating: 'Rating',
  none: 'None',
  notKnown: 'Not known',
  roleOf: { text: 'text', date: 'date', group: 'group', rating: 'rating' },
  anyLanguage: 'Read other languages too',
  anyLanguageHint: 'Undertone reads English. What it says of another language would mean little.',
  rowsTitle: 'The first rows',
  row: 'Row',
  faulty: (kind: TableKind, lines: readonly number[]) =>
    `${lines.length === 1 ? lineNames[kind].one : lineNames[kind].other} ${formatList(lines.map(formatCount))} ${lines.length === 1 ? 'is' : 'are'} malformed; kept and marked.`,
  takeIn: 'Take in the rows',
  takeInOnly: 'The rows are kept on this device. They are read once there is something to read them with.',
  takeInHint: 'The rows are kept on this device. Reading them begins when you say so.',
  roles: {
    text: (names: readonly string[]) => `Texts from ${formatList(names)}`,
    date: (name: string) => `dates from ${name}`,
    group: (name: string) => `groups from ${name}`,
    rating: (name: string) => `ratings from ${name}`,
  },
  quoted: (name: string) => `“${name}”`,
  unnamed: (place: number) => `Column ${formatCount(place)}`,
} as const satisfies Messages;
