/** The groups of a run, of all its rows, whether they were read or not. */
import type { GroupNames } from '#core/contracts/run';
import type { LayoutRecord } from './database.ts';

/**
 * @param search those are given whose name holds it, whatever its case; all where it is empty
 * @param most names that are given
 */
export function groupNames(
  { groups }: Pick<LayoutRecord, 'groups'>,
  search: string,
  most: number,
): GroupNames {
  if (groups === null) return { names: [], total: 0 };
  const sizes = new Uint32Array(groups.names.length);
  for (const id of groups.ids) sizes[id] = (sizes[id] ?? 0) + 1;
  const wanted = search.trim().toLowerCase();
  const found = groups.names
    .map((name, id) => ({ name, rows: sizes[id] ?? 0 }))
    .filter(({ name }) => name !== null && name.toLowerCase().includes(wanted))
    .toSorted((a, b) => b.rows - a.rows);
  return { names: found.slice(0, most).flatMap(({ name }) => name ?? []), total: found.length };
}
