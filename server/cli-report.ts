/** The report of a table that is read. */
import { defaultReportSettings } from '#core/contracts/run';
import type { Run } from '#core/contracts/run';
import { htmlReport } from '#core/report/html-report';
import { maskedTable, modelOf } from './cli-outputs.ts';
import type { ReadTable } from './cli-outputs.ts';

/** A page that opens anywhere and fetches nothing. */
export function reportOf(read: ReadTable, madeAtMs: number, anyLanguage: boolean): string {
  const { survey, manifest, summary } = maskedTable(read);
  const { thresholds } = manifest;
  const settings = defaultReportSettings;
  const run: Pick<Run, 'name' | 'columns' | 'roles' | 'rows' | 'models' | 'anyLanguage'> = {
    name: survey.input.name,
    columns: [...survey.columns],
    roles: survey.roles,
    rows: survey.rows,
    models: [modelOf(manifest)],
    anyLanguage,
  };
  return htmlReport({ run, summary, thresholds, settings, madeAtMs });
}
