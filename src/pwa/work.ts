/** What is being done for the person right now, such as a reading: an update waits for it, and its end may be told. */
import { createObservable } from '#core/observable';

export interface Work {
  /** Whether anything is being done. */
  readonly get: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
  /** Says that something has begun; the returned function says that it has ended, however it did. */
  readonly begin: () => () => void;
}

export function createWork(): Work {
  const isBusy = createObservable(false);
  const running = new Set<symbol>();
  return {
    get: isBusy.get,
    subscribe: isBusy.subscribe,
    begin() {
      const own = Symbol('work');
      running.add(own);
      isBusy.set(true);
      return () => {
        running.delete(own);
        isBusy.set(running.size > 0);
      };
    },
  };
}

/** The work of this page. */
export const work = createWork();

/** Does something that an update should wait for, such as a comparison somebody asked for. */
export async function duringWork<Value>(task: () => Promise<Value>): Promise<Value> {
  const end = work.begin();
  try {
    return await task();
  } finally {
    end();
  }
}
