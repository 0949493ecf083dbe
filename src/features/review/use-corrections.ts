/** What was said of texts: all of it, and the ways to change it. Shown at once, kept a moment later. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listCorrections, replaceCorrection } from '../../storage/corrections.ts';
import type { Correction } from '../../storage/corrections.ts';

/** What Read and Models look up of the same store begins with the first word of it as well. */
const allKey = ['corrections', 'all'] as const;

export interface Replacement {
  text: string;
  /** Null for none. */
  correction: Correction | null;
}

export interface Corrections {
  /** The latest first; null until they are known. */
  list: readonly Correction[] | null;
  byText: ReadonlyMap<string, Correction>;
  /** Why they are not known, or the last one was not kept; null otherwise. */
  error: Error | null;
  replace: (replacement: Replacement) => void;
}

export function useCorrections(): Corrections {
  const client = useQueryClient();
  const kept = useQuery({ queryKey: allKey, queryFn: listCorrections });
  const replacing = useMutation({
    mutationKey: ['corrections'],
    scope: { id: 'corrections' },
    mutationFn: ({ text, correction }: Replacement) => replaceCorrection(text, correction),
    onSettled: () => refreshCorrections(client),
  });
  const byText = useMemo(
    () => new Map((kept.data ?? []).map((correction) => [correction.text, correction])),
    [kept.data],
  );
  return {
    list: kept.data ?? null,
    byText,
    error: kept.error ?? replacing.error,
    replace(replacement) {
      showReplaced(client, replacement);
      replacing.mutate(replacement);
    },
  };
}

/** Shows what will be kept, before it is. */
export function showReplaced(client: QueryClient, { text, correction }: Replacement): void {
  // What is just being looked up is of before.
  void client.cancelQueries({ queryKey: allKey });
  client.setQueryData<Correction[]>(allKey, (before) => {
    if (before === undefined) return before;
    const others = before.filter((one) => one.text !== text);
    if (correction === null) return others;
    // One that is put back goes to where it was; a new one has no number yet, and is the latest.
    const { id } = correction;
    const at = id === undefined ? 0 : others.findIndex((one) => one.id !== undefined && one.id < id);
    return others.toSpliced(at === -1 ? others.length : at, 0, correction);
  });
}

/** Looks up what is kept, once the last of several changes is: before that it would show some of them undone. */
export async function refreshCorrections(client: QueryClient): Promise<void> {
  if (client.isMutating({ mutationKey: ['corrections'] }) > 1) return;
  await Promise.all([
    client.invalidateQueries({ queryKey: ['corrections'] }),
    client.invalidateQueries({ queryKey: ['kept'] }),
  ]);
}
