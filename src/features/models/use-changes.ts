/** Which corrected texts a newer version would call otherwise: found out while nobody waits for it, before it is used. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { VerdictLabel } from '#core/contracts/analysis';
import { toUndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import type { Versions } from '../../engine/model-versions.ts';
import type { Router } from '../../engine/router.ts';
import { compareVersions } from '../../engine/version-comparison.ts';
import { modelsWords } from '../../i18n/models.ts';
import { duringWork } from '../../pwa/work.ts';
import { listCorrections } from '../../storage/corrections.ts';
import type { CorrectedLabel, Correction } from '../../storage/corrections.ts';

/** A text that the newer version would call otherwise. */
export interface Change {
  text: string;
  before: VerdictLabel;
  after: VerdictLabel;
  /** What the person calls it. */
  called: CorrectedLabel;
}

export interface Changes {
  /** How many corrected texts there are. */
  total: number;
  /** How many of them have been read by both versions. */
  done: number;
  isComparing: boolean;
  /** Null until they are known. */
  found: readonly Change[] | null;
  /** Why they are not known, in words; empty while there is nothing to say. */
  said: string;
  start: () => void;
  stop: () => void;
}

export interface ChangesOf {
  engine: Router;
  weightsUrl: string;
  /** Undefined while they are looked up. */
  versions: Versions | undefined;
  /** A model of the person's own reads: the version before the newer one is not there to be asked. */
  isOwnModelInUse: boolean;
  /** The newer version is just coming into use: there is nothing to compare it with any more. */
  isTakingOver: boolean;
}

/** @returns null where no newer version waits to be used, nothing was corrected, or an own model is in use */
export function useChanges({
  engine,
  weightsUrl,
  versions,
  isOwnModelInUse,
  isTakingOver,
}: ChangesOf): Changes | null {
  const client = useQueryClient();
  const newer = useLastKnown(versions === undefined ? undefined : newerHere(versions));
  const corrections = useQuery({ queryKey: ['corrections', 'all'], queryFn: listCorrections });
  const list = corrections.data ?? [];
  const [stoppedKey, setStoppedKey] = useState('');
  const [progress, setProgress] = useState({ key: '', done: 0 });
  const key = [newer, ...list.map(({ id }) => id)].join(' ');
  const isStopped = stoppedKey === key;
  const isPossible = newer !== null && list.length > 0 && !isOwnModelInUse;

  const queryKey = ['changes', key];
  const query = useQuery({
    queryKey,
    enabled: isPossible && !isStopped && !isTakingOver,
    queryFn: ({ signal }) =>
      changesIn(list, { engine, weightsUrl, signal, onProgress: (done) => setProgress({ key, done }) }),
  });

  if (!isPossible) return null;
  return {
    total: list.length,
    done: progress.key === key ? progress.done : 0,
    isComparing: query.isFetching,
    found: query.data ?? null,
    said: isStopped ? modelsWords.changesStopped : wordsFor(query.error),
    start() {
      setProgress({ key, done: 0 });
      setStoppedKey('');
      if (!isStopped) void query.refetch();
    },
    stop() {
      setStoppedKey(key);
      void client.cancelQueries({ queryKey });
    },
  };
}

function newerHere({ newer }: Versions): string | null {
  return newer?.isHere === true ? newer.version : null;
}

/** While something is looked up once more, what was known of it holds: otherwise what hangs on it would come and go. */
function useLastKnown(value: string | null | undefined): string | null {
  const [last, setLast] = useState<string | null>(null);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? (value === undefined ? last : null);
}

async function changesIn(
  corrections: readonly Correction[],
  comparison: Omit<Parameters<typeof compareVersions>[0], 'texts'>,
): Promise<Change[]> {
  const texts = corrections.map(({ text }) => text);
  const compared = await duringWork(() => compareVersions({ ...comparison, texts }));
  return compared.flatMap(({ text, before, after }, index) => {
    const called = corrections[index]?.label;
    return called === undefined || before === after ? [] : [{ text, before, after, called }];
  });
}

/** A version that gives other known answers is refused at the next start; any other failure is one like elsewhere. */
function wordsFor(error: Error | null): string {
  if (error === null) return '';
  const { code, message } = toUndertoneError(error);
  const own: Partial<Record<ErrorCode, string>> = {
    'engine-wrong': modelsWords.changesWrong,
    cancelled: modelsWords.changesStopped,
  };
  return own[code] ?? message;
}
