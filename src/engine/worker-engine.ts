/**
 * The boundary between the page and the inference worker. It keeps five promises: ready or a typed failure within
 * a deadline; every call rejects on abort, on an error of the worker and on its end; code and details of an error
 * survive; progress arrives as events and stops once the call has settled; the proxy lives as long as the worker.
 */
import * as Comlink from 'comlink';
import type { EngineInfo } from '#core/contracts/analysis';
import { errorFromData, toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { AnalyzeOptions, Engine, EngineState } from '#core/engine';
import type { InferenceApi, Started, VersionChoice, WorkerEvent } from '../../workers/inference-api.ts';
import type { Outcome } from '../../workers/outcome.ts';
import type { OwnModelSource } from '../../workers/own-model-api.ts';
import { abortable } from './abortable.ts';
import { awaitLock } from './await-lock.ts';
import { createObservable } from '#core/observable';
import { createRunWatch } from './run-watch.ts';
import { createStartWatch } from './start-watch.ts';
import type { StartDeadlines } from './start-watch.ts';

export interface WorkerDeadlines extends StartDeadlines {
  /** How long a cancelled reading may go on before its worker is ended. */
  cancelMs: number;
  /** How long a worker may say nothing while it reads. */
  silentMs: number;
}

const defaultDeadlines: WorkerDeadlines = {
  startMs: 60_000,
  stallMs: 30_000,
  cancelMs: 10_000,
  silentMs: 30_000,
};

export interface WorkerEngineOptions {
  /** Makes the worker; called once, by `start`. */
  createWorker: () => Worker;
  /** Absolute address of the folder that holds `registry.json`. */
  weightsUrl: string;
  threads: number;
  /** Tells this visit from others. */
  visit: string;
  /** Which version of the model it reads with; as usual unless told otherwise. */
  choice?: VersionChoice;
  /** For a worker that reads with a person's own model. */
  ownModel?: OwnModelSource;
  deadlines?: WorkerDeadlines;
}

type Proxy = Comlink.Remote<InferenceApi>;

interface OpenCall {
  reject: (error: UndertoneError) => void;
  onProgress: AnalyzeOptions['onProgress'];
}

/** An engine in a worker of its own. Once it has failed it stays so: the next attempt is a new engine. */
export function createWorkerEngine(options: WorkerEngineOptions): Engine {
  const { startMs, stallMs, cancelMs, silentMs } = options.deadlines ?? defaultDeadlines;
  const state = createObservable<EngineState>({ kind: 'idle' });
  const calls = new Map<number, OpenCall>();
  const ended = new AbortController();
  const runWatch = createRunWatch(silentMs, () =>
    end(new UndertoneError('engine-lost', { reason: 'silent' })),
  );
  let lastCallId = 0;
  let fate: UndertoneError | null = null;
  let starting: Promise<EngineInfo> | null = null;
  // Held here for the worker's whole life: a collected proxy would close its end of the conversation.
  let proxy: Proxy | null = null;

  /** Ends the worker and everything that waits for it; only the first reason counts. */
  function end(reason: UndertoneError): void {
    if (fate !== null) return;
    fate = reason;
    ended.abort();
    runWatch.stop();
    state.set({ kind: 'failed', error: reason.toData() });
    for (const open of calls.values()) open.reject(reason);
  }

  function onBroken(event: Event): void {
    const reason = event instanceof ErrorEvent ? event.message : event.type;
    end(new UndertoneError(state.get().kind === 'ready' ? 'engine-lost' : 'engine-failed', { reason }));
  }

  function openWorker(): Proxy {
    const worker = options.createWorker();
    worker.addEventListener('error', onBroken);
    worker.addEventListener('messageerror', onBroken);
    ended.signal.addEventListener('abort', () => worker.terminate());
    return Comlink.wrap<InferenceApi>(worker);
  }

  async function begin(signal: AbortSignal | undefined): Promise<EngineInfo> {
    const { weightsUrl, threads, visit, choice = 'usual', ownModel } = options;
    const lifeLock = `undertone-inference-${crypto.randomUUID()}`;
    const watch = createStartWatch({ startMs, stallMs }, (which) => {
      const phase = state.get().kind;
      end(
        which === 'stall'
          ? new UndertoneError('model-unavailable', { reason: 'stalled' })
          : new UndertoneError('engine-timeout', { phase }),
      );
    });
    let isWatched = false;
    const onEvent = (event: WorkerEvent): void => {
      // The first sign of the worker means that it holds its lock.
      if (!isWatched) awaitLock(lifeLock, ended.signal, () => end(new UndertoneError('engine-lost')));
      isWatched = true;
      runWatch.heard();
      if (event.kind === 'progress') {
        calls.get(event.id)?.onProgress?.(event.progress);
      } else if (fate === null && state.get().kind !== 'ready') {
        watch.enter(event.state.kind);
        state.set(event.state);
      }
    };

    try {
      if (signal?.aborted || fate !== null) throw fate ?? new UndertoneError('cancelled');
      proxy = openWorker();
      state.set({ kind: 'verifying' });
      const started: Promise<Outcome<Started>> = proxy.start(
        { weightsUrl, threads, visit, choice, lifeLock, ...(ownModel === undefined ? {} : { ownModel }) },
        Comlink.proxy(onEvent),
      );
      const outcome = await abortable(abortable(started, signal), ended.signal);
      if (!outcome.ok) throw errorFromData(outcome.error);
      const { engine, facts } = outcome.value;
      state.set({ kind: 'ready', engine, facts });
      return engine;
    } catch (thrown) {
      end(toUndertoneError(thrown, 'engine-failed'));
      throw fate ?? thrown;
    } finally {
      watch.stop();
    }
  }

  function start(signal?: AbortSignal): Promise<EngineInfo> {
    starting ??= begin(signal);
    return starting;
  }

  /** @param ask the call of the worker; it ends by `cancel` with the same id */
  async function call<Value>(
    ask: (api: Proxy, id: number) => Promise<Outcome<Value>>,
    { signal, onProgress }: AnalyzeOptions,
  ): Promise<Value> {
    if (signal?.aborted) throw new UndertoneError('cancelled');
    await abortable(start(), signal);
    if (fate !== null || proxy === null) throw fate ?? new UndertoneError('internal');
    const api = proxy;
    return new Promise((resolve, reject) => {
      lastCallId += 1;
      const id = lastCallId;
      let overdue: ReturnType<typeof setTimeout> | undefined;
      const settle = (how: () => void): void => {
        if (!calls.delete(id)) return;
        runWatch.expect(calls.size);
        signal?.removeEventListener('abort', onAbort);
        how();
      };
      const onAbort = (): void => {
        settle(() => reject(new UndertoneError('cancelled')));
        // The caller does not wait, but a worker that does not come back from this reading is of no use.
        overdue = setTimeout(() => end(new UndertoneError('engine-lost')), cancelMs);
        api.cancel(id).catch(() => undefined);
      };
      calls.set(id, { onProgress, reject: (error) => settle(() => reject(error)) });
      runWatch.expect(calls.size);
      signal?.addEventListener('abort', onAbort);

      ask(api, id).then(
        (outcome) => {
          clearTimeout(overdue);
          runWatch.heard();
          if (outcome.ok) {
            settle(() => resolve(outcome.value));
            return;
          }
          const error = errorFromData(outcome.error);
          // A runtime that refused once refuses everything after it.
          if (error.code === 'engine-failed') end(error);
          settle(() => reject(error));
        },
        (thrown: unknown) => settle(() => reject(toUndertoneError(thrown))),
      );
    });
  }

  return {
    get state() {
      return state.get();
    },
    subscribe: state.subscribe,
    start,
    analyze: (request, asked = {}) => call((api, id) => api.analyze(id, request), asked),
    readRows: (texts, { signal, ...asked } = {}) =>
      call((api, id) => api.readRows(id, texts, asked), signal === undefined ? {} : { signal }),
    dispose() {
      end(new UndertoneError('cancelled'));
    },
  };
}
