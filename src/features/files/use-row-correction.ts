/** What the person said of the text of a row; kept beside what they said of texts in Read. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { VerdictLabel } from '#core/contracts/analysis';
import { modelOfRow } from '#core/contracts/run';
import type { RowView, Run } from '#core/contracts/run';
import { correctionOf, removeCorrection, saveCorrection } from '../../storage/corrections.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import type { CorrectionState } from '../../ui/reading/correction.tsx';

/** @param modelLabel what the model said of it when the file was read, whatever another would say now */
export function useRowCorrection(run: Run, view: RowView, modelLabel: VerdictLabel): CorrectionState {
  const { row, text } = view;
  const model = modelOfRow(run, view);
  const client = useQueryClient();
  const kept = useQuery({ queryKey: ['corrections', 'of', text], queryFn: () => correctionOf(text) });
  const refresh = () => client.invalidateQueries({ queryKey: ['corrections'] });
  const saving = useMutation({
    mutationFn: (label: CorrectedLabel) =>
      saveCorrection({
        text,
        label,
        modelLabel,
        modelName: model?.name ?? '',
        modelVersion: model?.version ?? '',
        savedAtMs: Date.now(),
        origin: { place: 'files', runId: run.id, runName: run.name, row },
      }),
    onSuccess: refresh,
  });
  const removing = useMutation({ mutationFn: () => removeCorrection(text), onSuccess: refresh });

  return {
    label: kept.data?.label ?? null,
    failure: saving.error?.message ?? removing.error?.message ?? null,
    save: (label) => saving.mutate(label),
    undo: () => removing.mutate(),
  };
}
