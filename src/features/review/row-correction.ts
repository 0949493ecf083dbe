/** What is kept of an answer to a row. */
import type { VerdictLabel } from '#core/contracts/analysis';
import { modelOfRow } from '#core/contracts/run';
import type { RowView, Run } from '#core/contracts/run';
import type { CorrectedLabel, CorrectionOrigin, NewCorrection } from '../../storage/corrections.ts';

/**
 * @param run whose row it is
 * @param modelLabel what the model says of it
 */
export function rowCorrection(
  run: Run,
  view: RowView,
  {
    label,
    modelLabel,
    place,
  }: { label: CorrectedLabel; modelLabel: VerdictLabel; place: CorrectionOrigin['place'] },
): NewCorrection {
  const model = modelOfRow(run, view);
  return {
    text: view.text,
    label,
    modelLabel,
    modelName: model?.name ?? '',
    modelVersion: model?.version ?? '',
    savedAtMs: Date.now(),
    origin: { place, runId: run.id, runName: run.name, row: view.row },
  };
}
