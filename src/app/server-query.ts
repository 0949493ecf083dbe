/** Whether there is a server to offer; asked only where this device cannot read by itself. */
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Router } from '../engine/router.ts';
import { findServer } from '../engine/server/find-server.ts';
import { offline } from '../pwa/network.ts';
import { useWatched } from '../ui/use-watched.ts';

/** @param baseUrl absolute address of the app's base, with a slash at its end */
export function useIsServerOffered(engine: Router, baseUrl: string): boolean {
  const isWanted = useWatched(engine, () => engine.status.serverOffered);
  // Without a network there is no server either.
  const isOffline = useSyncExternalStore(offline.subscribe, offline.get);
  const isAsked = isWanted && !isOffline;
  const found = useQuery({
    queryKey: ['server'],
    queryFn: () => findServer(baseUrl),
    enabled: isAsked,
    // A server may come and go while it is wanted.
    refetchInterval: 30_000,
  });
  return isAsked && found.isSuccess && found.data;
}
