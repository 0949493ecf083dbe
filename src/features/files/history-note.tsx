/** What becomes of files here, as the history is kept or not; and of those that were read, when one is taken in. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isFinished } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { historyWish } from '../../storage/history-wish.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { followInPage } from './follow-in-page.ts';

const words = filesWords.history;

/** To where it is said whether a history is kept. */
export interface SettingsWay {
  href: string;
  open: () => void;
}

/** Beside the list of files. */
export function HistoryNote({ settings }: { settings: SettingsWay }) {
  const { isKept, days } = useWatched(historyWish, historyWish.get);
  return (
    <p className="small">
      {isKept ? words.kept(days) : words.notKept}{' '}
      <a className="text-link" href={settings.href} onClick={(event) => followInPage(event, settings.open)}>
        {words.change}
      </a>
    </p>
  );
}

interface RemovalNoteProps {
  runs: Runs;
  settings: SettingsWay;
}

/** Before a file is taken in: which ones go with that. Nothing where none does. */
export function RemovalNote({ runs, settings }: RemovalNoteProps): ReactNode {
  const { isKept } = useWatched(historyWish, historyWish.get);
  const listed = useQuery({ queryKey: ['files', 'runs'], queryFn: () => runs.list(), staleTime: 0 });
  const names = (listed.data ?? []).filter(isFinished).map(({ name }) => name);
  if (isKept || names.length === 0) return null;
  return (
    <p className="small">
      {words.removes(names)}{' '}
      {/* Elsewhere, so that what was chosen here is not lost. The wish holds in all tabs at once. */}
      <a className="text-link" href={settings.href} target="_blank" rel="noreferrer">
        {words.changeElsewhere}
      </a>
    </p>
  );
}
