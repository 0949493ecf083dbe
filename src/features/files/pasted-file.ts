/** Cells that were pasted from a spreadsheet, as a file of them. */
import type { TableShape } from '#core/contracts/table';
import { filesWords } from '../../i18n/files.ts';

export interface PickedFile {
  file: File;
  /** What is known of it without a guess. */
  given: Partial<TableShape>;
}

/** A cell in quotes, those within it doubled, that goes over several lines and ends where a line does. */
const quotedLines = /(?:^|\n)"(?:[^"]|"")*\n(?:[^"]|"")*"\r?(?:\n|$)/;

/**
 * Spreadsheets put tabs between cells, and quotes around a cell that has line breaks; so do they with a single column.
 * Else each line is a text.
 */
export function pastedFile(text: string): PickedFile {
  const isTable = text.includes('\t') || quotedLines.test(text);
  const file = new File([text], filesWords.pastedName, {
    type: isTable ? 'text/tab-separated-values' : 'text/plain',
  });
  return isTable
    ? { file, given: { kind: 'csv', delimiter: '\t', encoding: 'utf-8' } }
    : { file, given: { kind: 'txt', encoding: 'utf-8' } };
}
