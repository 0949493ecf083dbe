/** Where one is in a queue of rows, what was done last, and how it is taken back. */
import { useState } from 'react';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import { nextOpen } from './next-open.ts';
import type { ReviewAction, Step } from './review-keys.ts';

/** Something that was done with a row. */
export interface Deed {
  /** In words. */
  said: string;
  /** Whether something is kept by it. */
  isKept: boolean;
  takeBack: () => void;
  /** What is said once it is taken back. */
  saidBack: string;
}

export interface DeskQueue {
  /** Of each row that can be gone to: whether it has no answer yet. */
  isOpen: readonly boolean[];
  /** Whether more rows come after these, once one gets there. */
  hasMore: boolean;
  /** Nothing can be said of its rows any more. */
  isClosed: boolean;
  /** Keeps what was said of a row, null for passed over; null where nothing can be said of it now. */
  give: (place: number, label: CorrectedLabel | null) => Deed | null;
}

export interface Desk {
  /** Of the row that is shown, from 0; one past the last while the next ones are coming. */
  place: number;
  said: { words: string; isKept: boolean } | null;
  canUndo: boolean;
  act: (action: ReviewAction) => void;
}

export function useDesk({ isOpen, hasMore, isClosed, give }: DeskQueue): Desk {
  const [chosen, setChosen] = useState<number | null>(null);
  const [done, setDone] = useState<readonly (Deed & { place: number })[]>([]);
  const [said, setSaid] = useState<Desk['said']>(null);
  const place = chosen ?? Math.max(0, isOpen.indexOf(true));

  function answer(label: CorrectedLabel | null): void {
    const deed = isClosed ? null : give(place, label);
    if (deed === null) return;
    setDone([...done, { ...deed, place }]);
    setSaid({ words: deed.said, isKept: deed.isKept });
    const next = nextOpen(isOpen, place);
    const isBehind = next === null || next < place;
    if (isBehind && hasMore) setChosen(isOpen.length);
    else setChosen(next ?? place);
  }

  function undo(): void {
    const last = done.at(-1);
    if (last === undefined || isClosed) return;
    last.takeBack();
    setDone(done.slice(0, -1));
    setSaid({ words: last.saidBack, isKept: false });
    setChosen(last.place);
  }

  return {
    place,
    said,
    canUndo: done.length > 0 && !isClosed,
    act(action) {
      switch (action.kind) {
        case 'answer':
          return answer(action.label);
        case 'skip':
          return answer(null);
        case 'undo':
          return undo();
        case 'move':
          return setChosen(placeAfter(action.step, place, isOpen.length));
      }
    },
  };
}

function placeAfter(step: Step, place: number, length: number): number {
  const last = Math.max(0, length - 1);
  switch (step) {
    case 'next':
      return Math.min(last, place + 1);
    case 'previous':
      return Math.max(0, Math.min(last, place - 1));
    case 'first':
      return 0;
    case 'last':
      return last;
  }
}
