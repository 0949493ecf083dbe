/** Counts what leaves the device: every request of the app that carries anything goes through here. */
import { createObservable } from '#core/observable';

export interface SentMeter {
  /** Bytes of bodies and query strings sent since the page was loaded. */
  readonly get: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  /** Like `fetch` with a text as its body, counted before it leaves. */
  send(url: URL, init: SendInit): Promise<Response>;
}

export interface SendInit {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

export function createSentMeter(): SentMeter {
  const sentBytes = createObservable(0);
  const encoder = new TextEncoder();
  return {
    get: sentBytes.get,
    subscribe: sentBytes.subscribe,
    send(url, init) {
      const query = url.search.slice(1);
      const bytes = encoder.encode(query).length + encoder.encode(init.body ?? '').length;
      sentBytes.set(sentBytes.get() + bytes);
      return fetch(url, init);
    },
  };
}

/** The meter of this page. */
export const sentMeter: SentMeter = createSentMeter();
