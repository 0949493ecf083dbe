/** How a file is read, in words. */
import type { ColumnRoles, Inspection, TableShape } from '#core/contracts/table';
import { filesWords } from '../../i18n/files.ts';

/** "Comma-separated, UTF-8, the first row names the columns". */
export function guessWords(shape: TableShape): string {
  const words = filesWords.preview.guessed;
  const { kind, skipLines = 0 } = shape;
  const header = [
    shape.hasHeader ? words.withHeader : words.withoutHeader,
    ...(skipLines > 0 ? [words.below(kind, skipLines)] : []),
  ].join(', ');
  const lists = shape.hasHeader ? [words.withHeader] : [];
  switch (kind) {
    case 'csv':
      return `${words.separated(shape.delimiter, shape.encoding)}, ${header}`;
    case 'xlsx':
      return `${words.xlsx(shape.sheet ?? null)}, ${header}`;
    case 'json':
      return [words.json(shape.encoding), ...lists].join(', ');
    case 'jsonl':
      return [words.jsonl(shape.encoding), ...lists].join(', ');
    case 'txt':
      return [words.txt(shape.encoding), ...(shape.hasHeader ? [words.belowName] : [])].join(', ');
  }
}

/** "Texts from “Comment” · dates from “Date”"; what is missing where no text is chosen. */
export function rolesWords({ shape, columns }: Inspection, roles: ColumnRoles): string {
  const words = filesWords.preview;
  if (roles.text.length === 0) return words.textMissing;
  // Plain text has one column, which nobody named.
  if (shape.kind === 'txt') return words.guessed.txtRows;
  const names = columns.map(({ name }) => name);
  const quoted = (column: number) => words.quoted(columnName(names, column));
  const { date, group, rating } = roles;
  return [
    words.roles.text(roles.text.map(quoted)),
    date === null ? '' : words.roles.date(quoted(date)),
    group === null ? '' : words.roles.group(quoted(group)),
    rating === null ? '' : words.roles.rating(quoted(rating)),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Columns with their places, which tell apart those of the same name. */
export function placedColumns(names: readonly string[]): { place: number; name: string }[] {
  return names.map((_, place) => ({ place, name: columnName(names, place) }));
}

/** The name of a column; of one without a name, its place. */
export function columnName(names: readonly string[], column: number): string {
  const name = names[column]?.trim() ?? '';
  return name === '' ? filesWords.preview.unnamed(column + 1) : name;
}
