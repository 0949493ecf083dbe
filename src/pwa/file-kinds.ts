/** What a file is by its name and type: its content is looked at where it is opened. */

const tableName = /\.(?:csv|tsv|tab|jsonl|ndjson|json|xlsx)$/i;
const tableTypes: ReadonlySet<string> = new Set([
  'text/csv',
  'text/tab-separated-values',
  'application/json',
  'application/jsonl',
  'application/x-ndjson',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]);
const lineName = /\.txt$/i;

/** Whether it holds rows, by its name; one whose name says nothing, by its type. */
export function isTable({ name, type }: File): boolean {
  return tableName.test(name) || (!lineName.test(name) && tableTypes.has(type.split(';')[0] ?? ''));
}

/** Whether it is plain text, which has a row in every line where rows are wanted. */
export function isPlainText(file: File): boolean {
  return lineName.test(file.name) || (file.type.startsWith('text/plain') && !isTable(file));
}
