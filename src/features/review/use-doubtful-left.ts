/** How many of the doubtful rows of a run nobody has answered yet, here or elsewhere. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import type { Corrections } from './use-corrections.ts';

/** So many texts are looked up at a time that the page is never held up. */
const rowsAtOnce = 500;

/** While a file is being read its doubtful rows change all the time: then it is how many there are. Null until known. */
export function useDoubtfulLeft(
  runs: Runs,
  { id, state, counts }: Run,
  { byText }: Corrections,
): number | null {
  const most = state === 'running' || byText.size === 0 ? 1 : Infinity;
  const found = useQuery({
    queryKey: ['doubtful-texts', id, counts.rows, most],
    queryFn: () => findTexts(runs, id, most),
    placeholderData: keepPreviousData,
  });
  if (found.data === undefined) return null;
  const { total, texts } = found.data;
  return total - texts.filter((text) => byText.has(text)).length;
}

async function findTexts(
  runs: Runs,
  runId: string,
  most: number,
): Promise<{ total: number; texts: readonly string[] }> {
  const texts: string[] = [];
  for (;;) {
    const count = Math.min(rowsAtOnce, most);
    const order = { by: 'row', descending: false } as const;
    const page = await runs.rows(runId, { needsReview: true }, order, texts.length, count);
    texts.push(...page.rows.map(({ text }) => text));
    if (page.rows.length === 0 || texts.length >= Math.min(page.total, most))
      return { total: page.total, texts };
  }
}
