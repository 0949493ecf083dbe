/** What the person said of texts, for the table to show beside what the model says. */
import { useQuery } from '@tanstack/react-query';
import { listCorrections } from '../../storage/corrections.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';

const none: ReadonlyMap<string, CorrectedLabel> = new Map();

/** By text. Nothing where none can be kept. */
export function useCorrected(): ReadonlyMap<string, CorrectedLabel> {
  const corrected = useQuery({
    queryKey: ['corrections', 'by-text'],
    queryFn: async () => new Map((await listCorrections()).map(({ text, label }) => [text, label])),
    staleTime: 0,
    structuralSharing: false,
  });
  return corrected.data ?? none;
}
