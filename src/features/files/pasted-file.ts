/** Cells that were pasted from a spreadsheet, as a file of them. */
import type { TableShape } from '#core/contracts/table';
import { filesWords } from '../../i18n/files.ts';

export interface PickedFile {
  file: File;
  /** What is known of it without a guess. */
  given: Partial<TableShape>;
}

/**
 * Spreadsheets put tabs between cells, and quotes around a cell that has line breaks; so do they with a single column.
 * Else each line is a text.
 */
export function pastedFile(text: string): PickedFile {
  const isTable = text.includes('\t') || hasCellOfLines(text);
  const file = new File([text], filesWords.pastedName, {
    type: isTable ? 'text/tab-separated-values' : 'text/plain',
  });
  return isTable
    ? { file, given: { kind: 'csv', delimiter: '\t', encoding: 'utf-8' } }
    : { file, given: { kind: 'txt', encoding: 'utf-8' } };
}

/**
 * Whether there is a cell in quotes, those within it doubled, that goes over several lines and ends where a line does.
 * Looked for by hand: a pattern tries all ends of a quote that is never closed, which takes for ever in a long text.
 */
function hasCellOfLines(text: string): boolean {
  for (let start = 0; start !== -1 && start < text.length; start = afterLine(text, start)) {
    if (text[start] !== '"') continue;
    const end = closingQuote(text, start + 1);
    // One that is never closed hides no other: what follows it has no single quote.
    if (end === -1) return false;
    const breaksAt = text.indexOf('\n', start);
    if (breaksAt !== -1 && breaksAt < end && /^\r?(?:\n|$)/.test(text.slice(end + 1, end + 3))) return true;
  }
  return false;
}

/** Where the next line begins; -1 after the last. */
function afterLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? -1 : end + 1;
}

/** The place of the next quote that is not doubled; -1 where there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
