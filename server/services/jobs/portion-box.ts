/** What is kept of a portion, sealed: nobody reads it without the secret, and it opens at its own place only. */
import * as z from 'zod/mini';
import { jobResult, jobRow } from '#core/contracts/jobs';
import type { JobResult, JobRow } from '#core/contracts/jobs';
import type { UnitTask } from '../../stores/stores.ts';
import type { Secrets } from '../secrets.ts';

const portionRows = z.object({ firstIndex: z.int(), rows: z.array(jobRow) });
/** `firstIndex`: which row of the job the first one is. */
export type PortionRows = z.infer<typeof portionRows>;

export interface PortionBox {
  sealRows(
    task: UnitTask,
    rows: { readonly firstIndex: number; readonly rows: readonly JobRow[] },
  ): Uint8Array;
  openRows(task: UnitTask, sealed: Uint8Array): PortionRows;
  /** As they are given out: lines of JSON. */
  sealResults(task: UnitTask, results: readonly JobResult[]): Uint8Array;
  /** Lines of JSON, each with its line end. */
  openLines(task: UnitTask, sealed: Uint8Array): string;
}

export function createPortionBox(secrets: Secrets): PortionBox {
  const context = ({ jobId, unit }: UnitTask, what: string): string => `job:${jobId}:${unit}:${what}`;
  const open = (sealed: Uint8Array, of: string): string => new TextDecoder().decode(secrets.open(sealed, of));
  return {
    sealRows: (task, rows) => secrets.seal(Buffer.from(JSON.stringify(rows)), context(task, 'rows')),
    openRows: (task, sealed) => portionRows.parse(JSON.parse(open(sealed, context(task, 'rows')))),
    sealResults(task, results) {
      const lines = results.map((result) => `${JSON.stringify(result)}\n`).join('');
      return secrets.seal(Buffer.from(lines), context(task, 'results'));
    },
    openLines: (task, sealed) => open(sealed, context(task, 'results')),
  };
}

/** Lines of JSON as the results they are. */
export function resultsOf(lines: string): JobResult[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => jobResult.parse(JSON.parse(line)));
}
