/** A file as it would be read: the guess, what the person changed of it, and which columns are what. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { ColumnRoles, Inspection, TableShape } from '#core/contracts/table';
import type { Runs } from '../../engine/runs/runs.ts';
import type { PickedFile } from './pasted-file.ts';

export interface PreviewControl {
  /** Of the shape as it stands; of the one before while it is looked at anew. Null until it was looked at once. */
  inspection: Inspection | null;
  isLooking: boolean;
  /** Why the file cannot be read as it stands. */
  error: UndertoneError | null;
  roles: ColumnRoles;
  anyLanguage: boolean;
  /** What the person has set, to be shown where the file cannot be read so. */
  given: Partial<TableShape>;
  setShape: (changes: Partial<TableShape>) => void;
  setRoles: (roles: ColumnRoles) => void;
  setAnyLanguage: (isWanted: boolean) => void;
  tryAgain: () => void;
}

const noRoles: ColumnRoles = { text: [], date: null, group: null, rating: null };

export function usePreview(runs: Runs, picked: PickedFile): PreviewControl {
  const [given, setGiven] = useState(picked.given);
  const [chosen, setChosen] = useState<{ columns: string; roles: ColumnRoles } | null>(null);
  const [anyLanguage, setAnyLanguage] = useState(false);
  const [latest, setLatest] = useState<Inspection | null>(null);
  const { file } = picked;
  const looked = useQuery({
    // A file of the same name may have other words in it.
    queryKey: ['files', 'inspect', file.name, file.size, file.lastModified, given],
    queryFn: () => runs.inspect(file, given),
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  });
  if (looked.data !== undefined && looked.data !== latest) setLatest(looked.data);

  const inspection = looked.data ?? latest;
  // What was chosen holds as long as the columns are the same.
  const columns = JSON.stringify(inspection?.columns.map(({ name }) => name) ?? []);
  const guessed = inspection?.roles ?? noRoles;
  return {
    inspection,
    isLooking: looked.isPending,
    error: looked.error === null ? null : toUndertoneError(looked.error),
    roles: chosen?.columns === columns ? chosen.roles : guessed,
    anyLanguage,
    given,
    setShape: (changes) => setGiven((before) => ({ ...before, ...changes })),
    setRoles: (roles) => setChosen({ columns, roles }),
    setAnyLanguage,
    tryAgain: () => void looked.refetch(),
  };
}
