/**
 * A blind check: rows of a run drawn at random, which a person calls something before the model's answer is shown.
 * Kept in the store `blindChecks` by `runId`, which needs no index.
 */
import type { VerdictLabel } from '#core/contracts/analysis';
import type { CorrectedLabel } from './corrections.ts';

export interface BlindAnswer {
  /** Its place in the file, from 0. */
  row: number;
  /** Null where the person passed it over. */
  label: CorrectedLabel | null;
  modelLabel: VerdictLabel;
  /** False where the person had seen the model's answer to this row before. */
  isBlind: boolean;
}

export interface BlindCheck {
  runId: string;
  /** What the rows were drawn with. */
  seed: number;
  /** How many rows they were drawn from: those that were read. */
  drawnFrom: number;
  /** In the order they were drawn in, so that those answered are a plain random sample wherever a person stops. */
  rows: number[];
  /** Rows of which the model's answer was seen before the person's own. */
  seen: number[];
  /** At most one for each row. */
  answers: BlindAnswer[];
  /** Milliseconds since 1970; null while there is more to come. */
  endedAtMs: number | null;
}
