/** The words of the report around its pictures. */
import type { RunCounts } from '../contracts/run.ts';
import { countText, listText, pluralText } from './drawing-figures.ts';

export const reportWords = {
  documentTitle: (name: string) => `${name} · Undertone`,
  lead: (columns: readonly string[], rows: number) =>
    `${columns.length === 1 ? 'Column' : 'Columns'} ${listText(columns.map((column) => `“${column}”`))} · ${pluralText(rows, 'row', 'rows')}`,
  asTable: 'As a table',
  tableOf: (title: string) => `${title}, as a table`,
  themesTitle: 'Words of the themes',
  quotesTitle: 'In their words',
  quotesAside: 'chosen, not drawn at random',
  quoted: (row: number, verdict: string) => `Row ${countText(row)} · ${verdict}`,
  methodTitle: 'Method',
  modelsTitle: 'Read with',
  model: 'Model',
  sha256: 'SHA-256',
  made: 'Made',
  fetchesNothing: 'This page is complete in itself: it fetches nothing and sends nothing.',
} as const;

/** What was counted and what was left out: "412 empty or n/a, not counted", and the like. */
export function countLines(counts: RunCounts, rows: number): string[] {
  const aside = [
    ...(counts.empty > 0 ? [`${countText(counts.empty)} empty or n/a, not counted`] : []),
    ...(counts.otherLanguage > 0 ? [`${countText(counts.otherLanguage)} not English, kept, not scored`] : []),
    ...(counts.failed > 0 ? [`${countText(counts.failed)} could not be read`] : []),
    ...(counts.malformed > 0 ? [`${countText(counts.malformed)} with a fault in the file, kept`] : []),
    ...(counts.repeated > 0
      ? [`${countText(counts.repeated)} repeat an earlier row, and count like it`]
      : []),
  ];
  return [
    counts.rows < rows
      ? `First ${countText(counts.rows)} of ${countText(rows)}; ${pluralText(counts.read, 'row', 'rows')} read.`
      : `${pluralText(counts.read, 'row', 'rows')} read.`,
    ...(aside.length === 0 ? [] : [`${aside.join(' · ')}.`]),
  ];
}
