/** What the person said of this text, kept on the device. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { correctionOf, removeCorrection, saveCorrection } from '../../storage/corrections.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import type { CorrectionState } from '../../ui/reading/correction.tsx';
import type { ReadText } from './use-reading.ts';

export function useCorrection({ text, analysis }: ReadText): CorrectionState {
  const client = useQueryClient();
  const queryKey = ['corrections', 'of', text];
  const kept = useQuery({ queryKey, queryFn: () => correctionOf(text) });
  const refresh = () => client.invalidateQueries({ queryKey: ['corrections'] });
  const saving = useMutation({
    mutationFn: (label: CorrectedLabel) =>
      saveCorrection({
        text,
        label,
        modelLabel: analysis.label,
        modelName: analysis.model.name,
        modelVersion: analysis.model.version,
        savedAtMs: Date.now(),
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
