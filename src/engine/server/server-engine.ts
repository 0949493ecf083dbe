/** The engine on the server that served the page; it sends nothing before the person has agreed. */
import * as z from 'zod/mini';
import { analysis } from '#core/contracts/analysis';
import type { Analysis, AnalyzeRequest, EngineInfo } from '#core/contracts/analysis';
import { batchAnswer } from '#core/contracts/batch';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import { capabilities } from '#core/contracts/service';
import type { Limits } from '#core/contracts/service';
import type { AnalyzeOptions, Engine, EngineState, ReadRowsOptions, RowsRead } from '#core/engine';
import { createObservable } from '#core/observable';
import { toRowsRead } from '#core/score/row-result';
import type { MaskedText } from '#core/text/masked-text';
import { readInBatches } from './row-batches.ts';
import { createServerLink } from './server-link.ts';
import type { Question, ServerLinkOptions } from './server-link.ts';
import type { Patience } from './server-patience.ts';

export interface ServerEngineOptions extends ServerLinkOptions {
  /** Whether personal data is taken out of what is sent, asked for each text. */
  isMasking: () => boolean;
  loadMasking: () => Promise<(text: string) => MaskedText>;
  /** Of this page, so that an engine knows what an earlier one has learned of the server. */
  patience: Patience;
}

const health = z.object({ engine: analysis.shape.engine });

/** An engine over `v1/analyze` and `v1/analyze/batch`. It reports no progress: the server answers in one piece. */
export function createServerEngine(options: ServerEngineOptions): Engine {
  const { isMasking, loadMasking, patience } = options;
  const state = createObservable<EngineState>({ kind: 'idle' });
  const disposal = new AbortController();
  const askOnce = createServerLink(options);
  let starting: Promise<EngineInfo> | null = null;
  let limits: Promise<Limits> | null = null;

  async function ask<Value>(
    question: Omit<Question<Value>, 'signal'>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    const both = AbortSignal.any(signal === undefined ? [disposal.signal] : [disposal.signal, signal]);
    if (both.aborted) throw new UndertoneError('cancelled');
    return patience.ask(() => askOnce({ ...question, signal: both }), both);
  }

  async function begin(signal: AbortSignal | undefined): Promise<EngineInfo> {
    try {
      state.set({ kind: 'warming' });
      const { engine } = await ask({ path: 'v1/health', answer: health }, signal);
      state.set({ kind: 'ready', engine });
      return engine;
    } catch (thrown) {
      const error = toUndertoneError(thrown, 'server-unreachable');
      state.set({ kind: 'failed', error: error.toData() });
      throw error;
    }
  }

  /** How texts are to be sent; where masking is wanted and does not come, nothing is. */
  async function masker(): Promise<((text: string) => MaskedText) | null> {
    if (!isMasking()) return null;
    try {
      return await loadMasking();
    } catch (thrown) {
      throw toUndertoneError(thrown, 'server-unreachable');
    }
  }

  async function analyze(request: AnalyzeRequest, { signal }: AnalyzeOptions): Promise<Analysis> {
    const mask = await masker();
    if (mask === null) return ask({ path: 'v1/analyze', body: request, answer: analysis }, signal);
    const masked = mask(request.text);
    const { aspects, ...asked } = request;
    // Looked for in a text that has none of it, personal data would be sent for nothing.
    const terms = aspects?.filter((term) => mask(term).found.length === 0);
    const body = { ...asked, text: masked.text, ...(terms === undefined ? {} : { aspects: terms }) };
    return own(masked, await ask({ path: 'v1/analyze', body, answer: analysis }, signal));
  }

  async function readRows(
    texts: readonly string[],
    { signal, anyLanguage }: ReadRowsOptions,
  ): Promise<RowsRead> {
    const mask = await masker();
    const masked = mask === null ? null : texts.map(mask);
    limits ??= ask({ path: 'v1/capabilities', answer: capabilities }, disposal.signal).then(
      (told) => told.limits,
    );
    limits.catch(() => {
      limits = null;
    });
    const read = await readInBatches(
      masked?.map(({ text }) => text) ?? texts,
      await limits,
      async (portion) => {
        const items = portion.map((text) => ({ text }));
        const body = anyLanguage === undefined ? { items } : { items, anyLanguage };
        return (await ask({ path: 'v1/analyze/batch', body, answer: batchAnswer }, signal)).items;
      },
    );
    return toRowsRead(
      read.map((item, index) => {
        const origin = masked?.[index];
        return item instanceof UndertoneError || origin === undefined ? item : own(origin, item);
      }),
    );
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
    analyze: (request, given = {}) => analyze(request, given),
    readRows: (texts, given = {}) => readRows(texts, given),
    dispose() {
      disposal.abort();
      state.set({ kind: 'failed', error: new UndertoneError('cancelled').toData() });
    },
  };
}

/** The answer about the person's own text; one with spans that are none of the text is no answer. */
function own(masked: MaskedText, answer: Analysis): Analysis {
  try {
    return masked.toOwn(answer);
  } catch (thrown) {
    throw new UndertoneError('server-unreachable', {}, { cause: thrown });
  }
}
