/** Says how much has left this tab; what feeds it is `install-meter.ts`. */
import { createObservable } from '#core/observable';

export interface SentMeter {
  /** Bytes of bodies and query strings sent so far. */
  readonly get: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (bytes: number) => void;
}

/** Where the count stands when the page is loaded anew. */
export interface KeptCount {
  readonly load: () => number;
  readonly save: (bytes: number) => void;
}

/** @param kept undefined to begin with nothing */
export function createSentMeter(kept?: KeptCount): SentMeter {
  const sentBytes = createObservable(kept?.load() ?? 0);
  return {
    get: sentBytes.get,
    subscribe: sentBytes.subscribe,
    add(bytes) {
      sentBytes.set(sentBytes.get() + bytes);
      if (bytes > 0) kept?.save(sentBytes.get());
    },
  };
}

const storageKey = 'undertone.sent-bytes';

/** In the tab: an agreement begins and ends with the page loaded anew. Where the browser keeps nothing, for the page. */
const inTab: KeptCount = {
  load() {
    try {
      return Number(sessionStorage.getItem(storageKey));
    } catch {
      return 0;
    }
  },
  save(bytes) {
    try {
      sessionStorage.setItem(storageKey, String(bytes));
    } catch {
      return;
    }
  },
};

/** The meter of this tab. */
export const sentMeter: SentMeter = createSentMeter(inTab);
