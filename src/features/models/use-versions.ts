/** The versions of the model on this device, and what can be done about them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { EngineState } from '#core/engine';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import { fetchNewerVersion, findVersions, goBackVersion } from '../../engine/model-versions.ts';
import type { Versions } from '../../engine/model-versions.ts';
import type { Router } from '../../engine/router.ts';
import { duringWork } from '../../pwa/work.ts';

type Downloading = Extract<EngineState, { kind: 'downloading' }>;

export interface VersionsControl {
  /** Undefined until they are known. */
  versions: Versions | undefined;
  /** How the newer version comes; null while it does not. */
  getting: Downloading | 'soon' | null;
  isStarting: boolean;
  isGoingBack: boolean;
  /** What was done last and went well. */
  done: 'get' | 'go-back' | 'start' | null;
  /** What went wrong last; a download that was stopped did not go wrong. */
  error: UndertoneError | null;
  /** Fetches the newer version, from where it was broken off. */
  get: () => void;
  stop: () => void;
  goBack: () => void;
  /** Starts the engine anew, with the version that is in use from the next start on. */
  startNow: () => void;
}

/**
 * @param running the version that the engine reads with; asked anew when it changes
 */
export function useVersions(weightsUrl: string, engine: Router, running: string | null): VersionsControl {
  const client = useQueryClient();
  const queryKey = ['versions', weightsUrl];
  const query = useQuery({
    queryKey: [...queryKey, running],
    queryFn: () => findVersions(weightsUrl),
    staleTime: 0,
    placeholderData: (before: Versions | undefined) => before,
  });
  const [progress, setProgress] = useState<Downloading | null>(null);
  const download = useRef<AbortController | null>(null);
  // Broken off when the person goes elsewhere; what has come is kept.
  useEffect(() => () => download.current?.abort(), []);

  const onSettled = () => client.invalidateQueries({ queryKey });
  const getting = useMutation({
    mutationFn: () => {
      const own = new AbortController();
      download.current = own;
      setProgress(null);
      const onState = (state: EngineState) => setProgress(state.kind === 'downloading' ? state : null);
      return duringWork(() => fetchNewerVersion(weightsUrl, onState, own.signal));
    },
    onSettled,
  });
  const goingBack = useMutation({ mutationFn: () => goBackVersion(weightsUrl), onSettled });
  const starting = useMutation({
    mutationFn: async () => {
      // One that is on its way has chosen its version already.
      await engine.start().catch(() => undefined);
      engine.rest();
      return engine.start();
    },
    onSettled,
  });

  const mutations = [getting, goingBack, starting];
  const failures = [...mutations.map(({ error }) => error), query.error];
  const error = failures.find((found) => found !== null && toUndertoneError(found).code !== 'cancelled');

  /** One thing at a time, and what went wrong before is of yesterday. */
  function only(act: () => void): void {
    if (mutations.some(({ isPending }) => isPending)) return;
    for (const mutation of mutations) mutation.reset();
    act();
  }

  return {
    versions: query.data,
    getting: getting.isPending ? (progress ?? 'soon') : null,
    isStarting: starting.isPending,
    isGoingBack: goingBack.isPending,
    done: doneOf(getting.isSuccess, goingBack.isSuccess, starting.isSuccess),
    error: error === undefined || error === null ? null : toUndertoneError(error),
    get: () => only(getting.mutate),
    stop: () => download.current?.abort(),
    goBack: () => only(goingBack.mutate),
    startNow: () => only(starting.mutate),
  };
}

function doneOf(hasGot: boolean, hasGoneBack: boolean, hasStarted: boolean): VersionsControl['done'] {
  if (hasGot) return 'get';
  if (hasGoneBack) return 'go-back';
  return hasStarted ? 'start' : null;
}
