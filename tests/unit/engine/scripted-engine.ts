/** An engine whose start and readings follow a script: the port that the router climbs over. */
import { readOneByOne } from '#core/batch/read-one-by-one';
import type { Analysis, EngineInfo } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import type { Engine, EngineState, StartFacts } from '#core/engine';
import { createObservable } from '#core/observable';

export const info: EngineInfo = { where: 'device', backend: 'wasm', threads: 1 };

export const answer: Analysis = {
  id: '1',
  label: 'positive',
  score: 0.8,
  confidence: 0.9,
  probabilities: { negative: 0.05, neutral: 0.05, positive: 0.9 },
  needsReview: false,
  reviewReasons: [],
  sentences: [],
  evidence: [],
  language: { code: 'en', confidence: 1, supported: true },
  input: { characters: 4, tokens: 1, windows: 1, truncated: false },
  model: { name: 'scripted', version: '1', sha256: '0'.repeat(64) },
  engine: info,
  timing: { queueMs: 0, tokenizeMs: 0, inferMs: 0, totalMs: 0 },
};

export interface Script {
  /** How the start ends; `never` waits for an abort, or for the end of the engine. */
  start: 'ready' | 'never' | ErrorCode;
  /** How the readings end, one after the other; the last one repeats. `dies` ends the engine. */
  readings?: readonly ('answers' | 'dies' | ErrorCode)[];
  /** Whether its model is kept for the next visit. */
  isKept?: boolean;
  /** What a reading takes; nothing unless told. */
  readingMs?: number;
}

function factsOf(isKept: boolean): StartFacts {
  return { model: { name: 'scripted', version: '1' }, knownAnswers: { checked: 1, known: 1 }, isKept };
}

/** Follows `script`; a reading that dies takes the engine with it, as a lost worker does. */
export function createScriptedEngine(script: Script): Engine {
  const state = createObservable<EngineState>({ kind: 'idle' });
  const readings = [...(script.readings ?? ['answers'])];
  const disposal = new AbortController();

  function fail(code: ErrorCode): UndertoneError {
    const error = new UndertoneError(code);
    if (state.get().kind !== 'failed') state.set({ kind: 'failed', error: error.toData() });
    return error;
  }

  async function analyze(): Promise<Analysis> {
    await new Promise<void>((resolve) =>
      script.readingMs === undefined ? resolve() : setTimeout(resolve, script.readingMs),
    );
    const next = readings.length > 1 ? readings.shift() : readings[0];
    if (next === 'answers') return answer;
    throw next === 'dies' ? fail('engine-lost') : new UndertoneError(next ?? 'internal');
  }

  return {
    get state() {
      return state.get();
    },
    subscribe: state.subscribe,
    async start(signal) {
      state.set({ kind: 'warming' });
      await Promise.resolve();
      if (script.start === 'ready') {
        const { isKept } = script;
        state.set({
          kind: 'ready',
          engine: info,
          ...(isKept === undefined ? {} : { facts: factsOf(isKept) }),
        });
        return info;
      }
      if (script.start !== 'never') throw fail(script.start);
      return new Promise((_, reject) => {
        const stop = (): void => reject(fail('cancelled'));
        disposal.signal.addEventListener('abort', stop);
        signal?.addEventListener('abort', stop);
        if (disposal.signal.aborted || signal?.aborted === true) stop();
      });
    },
    analyze,
    readRows: (texts) => readOneByOne(texts, analyze),
    dispose() {
      fail('cancelled');
      disposal.abort();
    },
  };
}
