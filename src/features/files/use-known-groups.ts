/** The groups of a run, for the filter: those of the rows that were read so far, as they stand in the file. */
import { useQuery } from '@tanstack/react-query';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { fileOrder } from './row-address.ts';

/** So many rows are looked at, and so many groups listed. */
const mostRows = 1000;
const mostGroups = 100;

export function useKnownGroups(runs: Runs, run: Run): readonly string[] {
  const groups = useQuery({
    queryKey: ['files', run.id, 'groups', run.state],
    enabled: run.roles.group !== null && run.counts.rows > 0,
    queryFn: async () => {
      const { rows } = await runs.rows(run.id, {}, fileOrder, 0, mostRows);
      const names = new Set(rows.map(({ group }) => group).filter((group) => group !== null));
      return [...names].toSorted((a, b) => a.localeCompare(b)).slice(0, mostGroups);
    },
  });
  return groups.data ?? [];
}
