/** The person's own model, and what can be done with it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { LabelTones, OwnModel } from '#core/contracts/own-model';
import { guessTones } from '#core/own/label-tones';
import { takeInOwnModel, tryOwnModel } from '../../engine/own-model-intake.ts';
import type { OwnModelProgress, OwnModelPick } from '../../engine/own-model-intake.ts';
import { work } from '../../pwa/work.ts';
import {
  eraseOwnModel,
  ownModel,
  ownModelSource,
  readWithOurs,
  saveOwnModel,
  tidyOwnModels,
} from '../../storage/own-model.ts';
import { useWatched } from '../../ui/use-watched.ts';

export interface OwnModelControl {
  /** Null where there is none. */
  model: OwnModel | null;
  /** How the one that was picked is taken in; null while none is. */
  taking: OwnModelProgress | 'soon' | null;
  /** The one that is here was taken in just now. */
  wasTaken: boolean;
  wasStopped: boolean;
  isTrying: boolean;
  wasRemoved: boolean;
  error: UndertoneError | null;
  pick: (picked: OwnModelPick) => void;
  /** Says that what was dropped or picked could not even be opened. */
  fail: (thrown: unknown) => void;
  stop: () => void;
  setTones: (tones: LabelTones) => void;
  /** Tries it out; from then on it is read with. */
  readWithIt: () => void;
  readWithOurs: () => void;
  remove: () => void;
}

export function useOwnModel(): OwnModelControl {
  const client = useQueryClient();
  const model = useWatched(ownModel, ownModel.get);
  const [progress, setProgress] = useState<OwnModelProgress | null>(null);
  const [failure, setFailure] = useState<UndertoneError | null>(null);
  const running = useRef<AbortController | null>(null);
  // Whoever leaves this place does not wait for it any more.
  useEffect(() => () => running.current?.abort(), []);

  /** What was read before was read with another model. */
  const forgetReadings = (): void => client.removeQueries({ queryKey: ['analysis'] });
  const begin = (): AbortSignal => {
    running.current = new AbortController();
    return running.current.signal;
  };

  const taking = useMutation({
    mutationFn: async (picked: OwnModelPick) => {
      const end = work.begin();
      setProgress(null);
      try {
        const { facts, held } = await takeInOwnModel(picked, setProgress, begin());
        const guessed = guessTones(facts.labels);
        const tones = guessed.includes(null) ? null : guessed;
        saveOwnModel({ ...facts, tones, isInUse: false }, held);
      } finally {
        end();
        await tidyOwnModels();
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['kept'] }),
  });
  const trying = useMutation({
    mutationFn: async (wanted: OwnModel) => {
      const source = ownModelSource(wanted);
      if (source === null) throw new UndertoneError('internal');
      await tryOwnModel(source, begin());
      forgetReadings();
      saveOwnModel({ ...wanted, isInUse: true });
    },
  });
  const removing = useMutation({
    mutationFn: () => {
      forgetReadings();
      readWithOurs();
      return eraseOwnModel();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['kept'] }),
  });

  const mutations = [taking, trying, removing];
  const thrown = mutations.map(({ error }) => error).find((found) => found !== null);
  const error = failure ?? (thrown === undefined || thrown === null ? null : toUndertoneError(thrown));
  const wasStopped = error?.code === 'cancelled';

  /** One thing at a time, and what went wrong before is of yesterday. */
  function only(act: () => void): void {
    if (mutations.some(({ isPending }) => isPending)) return;
    for (const mutation of mutations) mutation.reset();
    setFailure(null);
    act();
  }

  function change(next: Partial<Pick<OwnModel, 'tones' | 'isInUse'>>): void {
    only(() => {
      if (model === null) return;
      forgetReadings();
      saveOwnModel({ ...model, ...next });
    });
  }

  return {
    model,
    taking: taking.isPending ? (progress ?? 'soon') : null,
    wasTaken: taking.isSuccess,
    wasStopped,
    isTrying: trying.isPending,
    wasRemoved: removing.isSuccess,
    error: wasStopped ? null : error,
    pick: (picked) => only(() => taking.mutate(picked)),
    fail: (reason) => only(() => setFailure(toUndertoneError(reason, 'own-model-unreadable'))),
    stop: () => running.current?.abort(),
    setTones: (tones) => change({ tones }),
    readWithIt: () => {
      if (model !== null) only(() => trying.mutate(model));
    },
    readWithOurs: () => change({ isInUse: false }),
    remove: () => only(removing.mutate),
  };
}
