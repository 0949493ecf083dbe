/** What is kept of an answer to a row. */
import type { VerdictLabel } from '#core/contracts/analysis';
import type { RowView, Run } from '#core/contracts/run';
import type { CorrectedLabel, CorrectionOrigin, NewCorrection } from '../../storage/corrections.ts';

/**
 * @param run whose row it is
 * @param modelLabel what the model says of it
 */
export function rowCorrection(
  run: Run,
  { row, text }: RowView,
  {
    label,
    modelLabel,
    place,
  }: { label: CorrectedLabel; modelLabel: VerdictLabel; place: CorrectionOrigin['place'] },
): NewCorrection {
  // Where an update came in between, rows do not tell which model read them; most were read by the last.
  const model = run.models.at(-1);
  return {
    text,
    label,
    modelLabel,
    modelName: model?.name ?? '',
    modelVersion: model?.version ?? '',
    savedAtMs: Date.now(),
    origin: { place, runId: run.id, runName: run.name, row },
  };
}
