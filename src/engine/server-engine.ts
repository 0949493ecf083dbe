/** The engine on the server that served the page; it sends nothing before the person has agreed. */
import { readOneByOne } from '#core/batch/read-one-by-one';
import { analysis } from '#core/contracts/analysis';
import type { Analysis, AnalyzeRequest, EngineInfo } from '#core/contracts/analysis';
import { errorData, errorFromData, toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { AnalyzeOptions, Engine, EngineState } from '#core/engine';
import { createObservable } from '#core/observable';

export interface ServerEngineOptions {
  /** Absolute address of the app's base, with a slash at its end. */
  baseUrl: string;
  hasConsent: () => boolean;
  fetch: (url: URL, init: RequestInit) => Promise<Response>;
}

/** An engine over `POST v1/analyze`. It reports no progress: the server answers in one piece. */
export function createServerEngine({ baseUrl, hasConsent, fetch }: ServerEngineOptions): Engine {
  const state = createObservable<EngineState>({ kind: 'idle' });
  const disposal = new AbortController();
  let starting: Promise<EngineInfo> | null = null;

  async function ask(path: string, init: RequestInit): Promise<unknown> {
    if (!hasConsent()) throw new UndertoneError('consent-missing');
    const signal = AbortSignal.any(init.signal ? [disposal.signal, init.signal] : [disposal.signal]);
    try {
      const response = await fetch(new URL(path, baseUrl), { ...init, signal });
      const body: unknown = await response.json();
      if (response.ok) return body;
      if (!errorData.safeParse(body).success) throw new UndertoneError('server-unreachable');
      throw errorFromData(body);
    } catch (thrown) {
      if (signal.aborted) throw new UndertoneError('cancelled');
      throw toUndertoneError(thrown, 'server-unreachable');
    }
  }

  async function begin(signal: AbortSignal | undefined): Promise<EngineInfo> {
    try {
      state.set({ kind: 'warming' });
      const health = await ask(
        'v1/health',
        signal === undefined ? { method: 'GET' } : { method: 'GET', signal },
      );
      const engine = engineOf(health);
      state.set({ kind: 'ready', engine });
      return engine;
    } catch (thrown) {
      const error = toUndertoneError(thrown, 'server-unreachable');
      state.set({ kind: 'failed', error: error.toData() });
      throw error;
    }
  }

  async function analyze(request: AnalyzeRequest, { signal }: AnalyzeOptions): Promise<Analysis> {
    const init: RequestInit = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    };
    const answer = analysis.safeParse(
      await ask('v1/analyze', signal === undefined ? init : { ...init, signal }),
    );
    if (!answer.success) throw new UndertoneError('server-unreachable');
    return answer.data;
  }

  return {
    get state() {
      return state.get();
    },
    subscribe: state.subscribe,
    start(signal) {
      starting ??= begin(signal);
      return starting;
    },
    analyze: (request, options = {}) => analyze(request, options),
    readRows: (texts, { signal, ...asked } = {}) =>
      readOneByOne(texts, (text) => analyze({ text, ...asked }, signal === undefined ? {} : { signal })),
    dispose() {
      disposal.abort();
      state.set({ kind: 'failed', error: new UndertoneError('cancelled').toData() });
    },
  };
}

/** The engine that a health answer tells of. */
function engineOf(health: unknown): EngineInfo {
  const told =
    typeof health === 'object' && health !== null && 'engine' in health ? health.engine : undefined;
  const engine = analysis.shape.engine.safeParse(told);
  if (!engine.success) throw new UndertoneError('server-unreachable');
  return engine.data;
}
