/** The groups of a run, for the filter. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { GroupNames, Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';

/** Of more than these the largest are listed, and the others found by typing. */
export const mostListed = 200;

const none: GroupNames = { names: [], total: 0 };

/** @param search those that hold it; all where it is empty */
export function useKnownGroups(runs: Runs, run: Pick<Run, 'id' | 'roles'>, search = ''): GroupNames {
  const groups = useQuery({
    queryKey: ['files', run.id, 'groups', search],
    enabled: run.roles.group !== null,
    queryFn: () => runs.groups(run.id, search, mostListed),
    placeholderData: keepPreviousData,
  });
  return groups.data ?? none;
}
