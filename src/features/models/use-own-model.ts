/** The person's own model, and what can be done with it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { LabelTones, OwnModel } from '#core/contracts/own-model';
import { guessTones } from '#core/own/label-tones';
import { takeInOwnModel, tryOwnModel } from '../../engine/own-model-intake.ts';
import type { OwnModelProgress, OwnModelPick } from '../../engine/own-model-intake.ts';
import { work } from '../../pwa/work.ts';
import { ownCandidate, ownModel, ownModelSource, tidyOwnModels } from '../../storage/own-model.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { addOwnModel, changeOwnModel, removeOwnModel } from './two-own-models.ts';

export interface OwnModelControl {
  /** Null where there is none. */
  model: OwnModel | null;
  /** One that was picked while the other is in use, and was not read with yet; null where there is none. */
  candidate: OwnModel | null;
  /** How the one that was picked is taken in; null while none is. */
  taking: OwnModelProgress | 'soon' | null;
  /** The one that was picked last was taken in just now. */
  wasTaken: boolean;
  wasStopped: boolean;
  /** The id of the one that is tried out; null while none is. */
  trying: string | null;
  wasRemoved: boolean;
  error: UndertoneError | null;
  pick: (picked: OwnModelPick) => void;
  /** Says that what was dropped or picked could not even be opened. */
  fail: (thrown: unknown) => void;
  stop: () => void;
  setTones: (model: OwnModel, tones: LabelTones) => void;
  /** Tries it out; from then on it is read with. */
  readWithIt: (model: OwnModel) => void;
  readWithOurs: (model: OwnModel) => void;
  remove: (model: OwnModel) => void;
}

export function useOwnModel(): OwnModelControl {
  const client = useQueryClient();
  const model = useWatched(ownModel, ownModel.get);
  const candidate = useWatched(ownCandidate, ownCandidate.get);
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
        addOwnModel({ ...facts, tones, isInUse: false }, held);
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
      changeOwnModel({ ...wanted, isInUse: true });
      await tidyOwnModels();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['kept'] }),
  });
  const removing = useMutation({
    mutationFn: (unwanted: OwnModel) => {
      forgetReadings();
      return removeOwnModel(unwanted);
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

  function change(changed: OwnModel): void {
    only(() => {
      forgetReadings();
      changeOwnModel(changed);
    });
  }

  return {
    model,
    candidate,
    taking: taking.isPending ? (progress ?? 'soon') : null,
    wasTaken: taking.isSuccess,
    wasStopped,
    trying: trying.isPending ? trying.variables.id : null,
    wasRemoved: removing.isSuccess,
    error: wasStopped ? null : error,
    pick: (picked) => only(() => taking.mutate(picked)),
    fail: (reason) => only(() => setFailure(toUndertoneError(reason, 'own-model-unreadable'))),
    stop: () => running.current?.abort(),
    setTones: (changed, tones) => change({ ...changed, tones }),
    readWithIt: (wanted) => only(() => trying.mutate(wanted)),
    readWithOurs: (changed) => change({ ...changed, isInUse: false }),
    remove: (unwanted) => only(() => removing.mutate(unwanted)),
  };
}
