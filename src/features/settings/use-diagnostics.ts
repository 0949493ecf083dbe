/** Gathers what the diagnostics tell, and compares the backends when asked to. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import { areOfHere, recallFindings } from '../../engine/backend-memory.ts';
import type { Capability } from '../../engine/capability.ts';
import { describeGpu } from '../../engine/gpu.ts';
import type { Router } from '../../engine/router.ts';
import { duringWork } from '../../pwa/work.ts';
import { measureStorageRoom } from '../../storage/storage-room.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { countWays, diagnosticRows } from './diagnostic-rows.ts';
import type { DiagnosticRow } from './diagnostic-rows.ts';

export interface DiagnosticsProps {
  engine: Router;
  capability: Capability;
}

export interface Diagnostics {
  rows: DiagnosticRow[];
  comparing: {
    /** Whether there is anything to compare, and a reader to compare it with. */
    isPossible: boolean;
    isRunning: boolean;
    isDone: boolean;
    error: UndertoneError | null;
    start: () => void;
    stop: () => void;
  };
}

export function useDiagnostics({ engine, capability }: DiagnosticsProps): Diagnostics {
  const client = useQueryClient();
  const state = useWatched(engine, () => engine.state);
  const status = useWatched(engine, () => engine.status);
  const queryKey = ['diagnostics'];
  const measured = useQuery({
    // What is kept changes while the reader comes, and is right once it is ready.
    queryKey: [...queryKey, state.kind],
    queryFn: async () => {
      const [gpu, room] = await Promise.all([describeGpu(), measureStorageRoom()]);
      const found = recallFindings();
      return { gpu, room, findings: found !== null && areOfHere(found, gpu) ? found : null };
    },
    staleTime: 0,
    placeholderData: (before) => before,
  });
  const { gpu, room, findings } = measured.data ?? { gpu: null, room: null, findings: null };

  const trial = useRef<AbortController | null>(null);
  // Whoever leaves this place does not wait for it any more.
  useEffect(() => () => trial.current?.abort(), []);
  const comparing = useMutation({
    mutationFn: () => {
      const own = new AbortController();
      trial.current = own;
      return duringWork(() => engine.compare(own.signal));
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  const error = comparing.error === null ? null : toUndertoneError(comparing.error);

  return {
    rows: diagnosticRows({
      state,
      status,
      findings,
      capability,
      gpu,
      room,
      userAgent: navigator.userAgent,
    }),
    comparing: {
      isPossible:
        state.kind === 'ready' &&
        state.engine.where === 'device' &&
        // Every other way would fetch the model again.
        state.facts?.isKept !== false &&
        countWays(capability, gpu) > 1,
      isRunning: comparing.isPending,
      isDone: comparing.isSuccess,
      error: error?.code === 'cancelled' ? null : error,
      start: comparing.mutate,
      stop: () => trial.current?.abort(),
    },
  };
}
