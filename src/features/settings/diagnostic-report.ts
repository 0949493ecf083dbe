/** The diagnostics as plain text, to be handed to whoever helps. */
import { diagnosticsWords } from '../../i18n/diagnostics.ts';
import type { DiagnosticRow } from './diagnostic-rows.ts';

/** @param timeMs milliseconds since 1970 */
export function diagnosticReport(rows: readonly DiagnosticRow[], timeMs: number): string {
  const lines = rows.flatMap(({ term, lines: [first = '', ...rest] }) => [
    `${term}: ${first}`,
    ...rest.map((line) => `  ${line}`),
  ]);
  // Spaces that hold a figure to its unit are for the page; elsewhere they only get in the way of a search.
  return [diagnosticsWords.reportTitle(timeMs), '', ...lines, '']
    .join('\n')
    .replaceAll(/[\u00A0\u202F]/g, ' ');
}
