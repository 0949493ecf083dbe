/** Says how much has left this page; what feeds it is `install-meter.ts`. */
import { createObservable } from '#core/observable';

export interface SentMeter {
  /** Bytes of bodies and query strings sent since the page was loaded. */
  readonly get: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (bytes: number) => void;
}

export function createSentMeter(): SentMeter {
  const sentBytes = createObservable(0);
  return {
    get: sentBytes.get,
    subscribe: sentBytes.subscribe,
    add: (bytes) => sentBytes.set(sentBytes.get() + bytes),
  };
}

/** The meter of this page. */
export const sentMeter: SentMeter = createSentMeter();
