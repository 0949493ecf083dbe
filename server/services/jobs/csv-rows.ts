/** Rows out of a table of cells, read as a file of the page is. */
import { UndertoneError } from '#core/contracts/errors';
import { jobRow } from '#core/contracts/jobs';
import type { JobRow, JobTable } from '#core/contracts/jobs';
import type { Inspection, TableRow } from '#core/contracts/table';
import type { ByteSource } from '#core/table/byte-source';
import { isCommonName } from '#core/table/guess-names';
import { inspectTable } from '#core/table/inspect';
import { readTable } from '#core/table/read-table';
import { placedCell } from '#core/table/row-cells';
import { cellText, textOf } from '#core/table/text-of';
import type { Fault } from '../../faults.ts';
import type { CsvForm } from './upload.ts';

/** Their faults are nobody's who wrote a row; `too_small` is none of them: an empty id is no id. */
const { id: idSchema } = jobRow.shape;
/** What is no table may have all of a text for the name of a column. */
const toldColumns = 50;
const toldCharacters = 100;

/**
 * `found` says what `batches` has seen of the table by its first batch, null before. A row with too few or too many cells is
 * read as it stands, and an empty line is a row without a text, as in files. Of one with too many, an id behind the text is
 * none: it may be a piece of it.
 *
 * @throws UndertoneError `table-unreadable`, and `input-invalid` for a column that is not there (`columns` has the names
 *   of those that are), where none seems to hold texts, and for an id that is too long, while the rows are gone through
 */
export function csvRows(
  source: ByteSource,
  form: CsvForm,
): { batches: AsyncGenerator<JobRow[], void, undefined>; found: () => JobTable | null } {
  let table: JobTable | null = null;

  async function* batches(): AsyncGenerator<JobRow[], void, undefined> {
    const { head, whole } = lookAhead(source);
    const inspection = await inspect(head, form);
    if (areNamesAndRowsInOne(inspection, form)) {
      throw new UndertoneError('table-unreadable', { reason: 'no line breaks' });
    }
    const { shape, columns, roles } = inspection;
    const names = columns.map(({ name }) => name);
    const textColumn = form.textColumn === undefined ? roles?.text[0] : place(names, form, 'textColumn');
    if (textColumn === undefined) throw noColumn('textColumn', names);
    const text = [textColumn];
    const id = form.idColumn === undefined ? null : place(names, form, 'idColumn');
    table = { textColumn: textColumn + 1, idColumn: id === null ? null : id + 1, hasHeader: shape.hasHeader };
    for await (const rows of readTable(whole, shape).batches) {
      yield rows.map((row) => {
        const given = cellText(placedCell(row.cells, id, { text }, names.length)).trim();
        return { ...(given === '' ? {} : { id: readId(given, row) }), text: textOf(row, { text }) };
      });
    }
  }

  return { batches: batches(), found: () => table };
}

async function inspect(head: () => ByteSource, form: CsvForm): Promise<Inspection> {
  const { delimiter, encoding, hasHeader } = form;
  const given = {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(encoding === undefined ? {} : { encoding }),
    // Who says whether there are names says where they are: RFC 4180 has them in the first line.
    ...(hasHeader === undefined ? {} : { hasHeader, skipLines: 0 }),
  };
  const name = delimiter === '\t' ? 'upload.tsv' : 'upload.csv';
  const asCells = await inspectTable(head(), { name, given: { ...given, kind: 'csv' } });
  if (delimiter !== undefined) return asCells;
  // One text a line with commas that nobody quoted is no table of cells, though it may be called one.
  const guessed = await inspectTable(head(), { name, given });
  return guessed.shape.kind === 'txt' ? guessed : asCells;
}

/** What curl sends with `-d` has lost its line breaks, and would be one row whose text is a piece of many. */
function areNamesAndRowsInOne({ shape, rows, columns }: Inspection, { hasHeader }: CsvForm): boolean {
  const [first, ...others] = rows;
  return (
    hasHeader === undefined &&
    !shape.hasHeader &&
    others.length === 0 &&
    columns.length > 1 &&
    isCommonName(first?.cells[0] ?? null)
  );
}

function place(names: readonly string[], form: CsvForm, parameter: 'textColumn' | 'idColumn'): number {
  const given = form[parameter] ?? '';
  const wished = given.trim().toLowerCase();
  const exact = names.indexOf(given);
  const named = exact === -1 ? names.findIndex((name) => name.trim().toLowerCase() === wished) : exact;
  if (named !== -1) return named;
  const number = /^\d{1,6}$/.test(wished) ? Number(wished) : -1;
  if (number === 0) throw noColumn(parameter, names, 'counts-from-1');
  if (number < 0 || number > names.length) throw noColumn(parameter, names);
  return number - 1;
}

/** Tells the columns that are there to the one who has sent them; of a table with very many, those at its beginning. */
function noColumn(parameter: string, names: readonly string[], fault = 'no-such-column'): UndertoneError {
  const faults: readonly Fault[] = [{ pointer: `/${parameter}`, fault }];
  const columns = names.slice(0, toldColumns).map((name) => name.slice(0, toldCharacters));
  return new UndertoneError('input-invalid', { faults, columns });
}

function readId(given: string, { line }: TableRow): string | undefined {
  const parsed = idSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new UndertoneError('input-invalid', { line, faults: [{ pointer: '/id', fault: 'too_big' }] });
}

/** `head` gives the beginning of a source, as far as it is asked for, any number of times; `whole` all of it, once. */
function lookAhead(source: ByteSource): { head: () => ByteSource; whole: ByteSource } {
  const chunks: Uint8Array[] = [];
  const rest = source[Symbol.asyncIterator]();

  async function* head(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let at = 0; ; at += 1) {
      const known = chunks[at];
      if (known !== undefined) yield known;
      else {
        const next = await rest.next();
        if (next.done === true) return;
        chunks.push(next.value);
        yield next.value;
      }
    }
  }

  async function* whole(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* chunks;
      chunks.length = 0;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    } finally {
      await rest.return?.();
    }
  }

  return { head, whole: whole() };
}
