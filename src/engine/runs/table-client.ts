/** The page's end of the table worker: one a tab, made when it is first asked, and made anew when it dies. */
import * as Comlink from 'comlink';
import { errorFromData, toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { Outcome } from '../../../workers/outcome.ts';
import type { TableApi } from '../../../workers/table-api.ts';
import { abortable } from '../abortable.ts';
import { awaitLock } from '../await-lock.ts';

export type TableProxy = Comlink.Remote<TableApi>;

export interface TableClient {
  /** Asks what may be asked twice: where the worker dies over it, the next one is asked again. */
  ask<Value>(question: (api: TableProxy) => Promise<Outcome<Value>>): Promise<Value>;
  /** The same for what must not be, with a number by which the worker knows it; `signal` cancels it there. */
  work<Value>(
    task: (api: TableProxy, id: number) => Promise<Outcome<Value>>,
    signal: AbortSignal | undefined,
  ): Promise<Value>;
  dispose(): void;
}

interface OpenWorker {
  /** Held for the worker's whole life: a collected proxy would close its end of the conversation. */
  proxy: TableProxy;
  /** Aborts when the worker has ended, for whatever reason. */
  ended: AbortController;
}

/** Workers that one question may wear out before it is given up. */
const maxAttempts = 3;

/** @param createWorker given the name that the worker has to have: that of a lock which it holds while it lives */
export function createTableClient(createWorker: (name: string) => Worker): TableClient {
  let open: OpenWorker | null = null;
  let lastId = 0;
  let isDisposed = false;

  function openWorker(): OpenWorker {
    const name = `undertone-runs-worker-${crypto.randomUUID()}`;
    const worker = createWorker(name);
    const ended = new AbortController();
    const end = (): void => ended.abort();
    worker.addEventListener('error', end);
    worker.addEventListener('messageerror', end);
    // An answer may come before it holds its lock, and would have it taken for dead.
    worker.addEventListener('message', ({ data }) => {
      if (data === 'here') awaitLock(name, ended.signal, end);
    });
    const own: OpenWorker = { proxy: Comlink.wrap<TableApi>(worker), ended };
    ended.signal.addEventListener('abort', () => {
      worker.terminate();
      if (open === own) open = null;
    });
    return own;
  }

  async function call<Value>(question: (api: TableProxy) => Promise<Outcome<Value>>): Promise<Value | Lost> {
    if (isDisposed) throw new UndertoneError('cancelled');
    open ??= openWorker();
    const { proxy, ended } = open;
    try {
      const outcome = await abortable(question(proxy), ended.signal);
      if (outcome.ok) return outcome.value;
      throw errorFromData(outcome.error);
    } catch (thrown) {
      if (ended.signal.aborted && !isDisposed) return lost;
      throw toUndertoneError(thrown);
    }
  }

  return {
    async ask(question) {
      for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
        const answer = await call(question);
        if (answer !== lost) return answer;
      }
      throw new UndertoneError('internal', { reason: 'table worker lost' });
    },
    async work(task, signal) {
      if (signal?.aborted) throw new UndertoneError('cancelled');
      lastId += 1;
      const id = lastId;
      const onAbort = (): void => void open?.proxy.cancel(id);
      signal?.addEventListener('abort', onAbort);
      try {
        const answer = await call((api) => task(api, id));
        if (answer === lost) throw new UndertoneError('internal', { reason: 'table worker lost' });
        return answer;
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
    dispose() {
      isDisposed = true;
      open?.ended.abort();
    },
  };
}

const lost = Symbol('lost');
type Lost = typeof lost;
