/** A file of rows that came to the app from outside opens here, whatever is shown of this place. */
import { useEffect, useState } from 'react';
import { filesWords } from '../../i18n/files.ts';
import { tableIntake } from '../../pwa/table-intake.ts';
import type { TableArrival } from '../../pwa/table-intake.ts';
import { useWatched } from '../../ui/use-watched.ts';

/**
 * @param hold keeps the file, while React draws
 * @param show goes to where it is shown
 * @returns sentences about what came besides it; none where there is nothing to say
 */
export function useArrivedFile(hold: (file: File) => void, show: () => void): readonly string[] {
  const waiting = useWatched(tableIntake, tableIntake.get);
  const [news, setNews] = useState<TableArrival | null>(null);

  if (waiting !== null && waiting !== news) {
    setNews(waiting);
    if (waiting.file !== null) hold(waiting.file);
  }

  useEffect(() => {
    const taken = waiting === null ? null : tableIntake.take();
    if (taken !== null && taken.file !== null) show();
  }, [waiting, show]);

  return news === null ? [] : sentencesOf(news);
}

function sentencesOf({ file, others, refused }: TableArrival): string[] {
  const sentences: string[] = [];
  if (others.length > 0) sentences.push(filesWords.arrival.others(others));
  for (const reason of ['kind', 'size', 'unreadable'] as const) {
    const names = refused.filter((refusal) => refusal.reason === reason).map(({ name }) => name);
    if (names.length > 0) sentences.push(filesWords.arrival.refused[reason](names));
  }
  return file === null && sentences.length > 0 ? [...sentences, filesWords.arrival.nothing] : sentences;
}
