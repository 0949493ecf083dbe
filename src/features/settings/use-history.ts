/** What the history holds: readings and files, found by their words, opened again or erased. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { historyWords } from '../../i18n/history.ts';
import { eraseReading, findReadings } from '../../storage/history.ts';
import type { PastReading } from '../../storage/history.ts';

export type HistoryEntry =
  | { kind: 'reading'; id: string; timeMs: number; reading: PastReading }
  | { kind: 'run'; id: string; timeMs: number; run: Run };

export interface FoundEntries {
  total: number;
  /** The latest first. */
  entries: HistoryEntry[];
}

async function find(loadRuns: () => Promise<Runs>, words: string, most: number): Promise<FoundEntries> {
  const wanted = words.trim().toLocaleLowerCase();
  const [found, runs] = await Promise.all([findReadings(words, most), loadRuns().then((of) => of.list())]);
  const entries = [
    ...found.readings.map((reading): HistoryEntry => ({
      kind: 'reading',
      id: `reading ${reading.text}`,
      timeMs: reading.readAtMs,
      reading,
    })),
    ...runs
      .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
      .map((run): HistoryEntry => ({
        kind: 'run',
        id: `run ${run.id}`,
        timeMs: run.finishedAtMs ?? run.createdAtMs,
        run,
      })),
  ];
  return {
    total: found.total + entries.length - found.readings.length,
    entries: entries.toSorted((a, b) => b.timeMs - a.timeMs).slice(0, most),
  };
}

export interface History {
  found: UseQueryResult<FoundEntries>;
  erasing: UseMutationResult<string, Error, HistoryEntry>;
}

/**
 * @param words that an entry has to hold; empty for all
 * @param most how many entries are listed
 */
export function useHistory(loadRuns: () => Promise<Runs>, words: string, most: number): History {
  const client = useQueryClient();
  const found = useQuery({
    queryKey: ['history', words, most],
    queryFn: () => find(loadRuns, words, most),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const erasing = useMutation({
    async mutationFn(entry: HistoryEntry) {
      if (entry.kind === 'reading') {
        await eraseReading(entry.reading.text);
      } else {
        await (await loadRuns()).erase(entry.run.id);
      }
      return historyWords.erased;
    },
    onSettled: () =>
      Promise.all(
        [['history'], ['kept'], ['files', 'runs']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
  return { found, erasing };
}
