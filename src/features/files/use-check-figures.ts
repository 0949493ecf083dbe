/** What the blind check of a file tells, once it has ended. */
import { useQuery } from '@tanstack/react-query';
import type { Run } from '#core/contracts/run';
import type { CheckFigures } from '#core/report/check-figures';
import { blindCheckOf } from '../../storage/blind-checks.ts';
import { figuresOf } from '../../storage/blind-figures.ts';

/** Null where there is none, or where nothing can be kept. */
export function useCheckFigures({ id, counts }: Pick<Run, 'id' | 'counts'>): CheckFigures | null {
  const check = useQuery({
    queryKey: ['blind-check-of-file', id],
    queryFn: () => blindCheckOf(id),
    // It is answered elsewhere, perhaps in another tab.
    staleTime: 0,
    retry: false,
  });
  return check.data === undefined || check.data === null ? null : figuresOf(check.data, counts.byLabel);
}
