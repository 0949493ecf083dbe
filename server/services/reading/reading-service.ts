/** How one text is read for a caller: held against the limits, remembered readings first, then the processes that read. */
import { createAnalysisId } from '#core/analysis-id';
import { analysis as analysisSchema } from '#core/contracts/analysis';
import type { Analysis, AnalyzeRequest } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { ReadingCache } from '../../stores/stores.ts';
import type { Inference, WorkOptions } from '../inference/inference.ts';
import type { RequestTrace } from '../telemetry/tracing.ts';
import type { Secrets } from '../secrets.ts';
import { readingKey } from './reading-key.ts';

/** `off` where the reading is never remembered. */
export type CacheOutcome = 'hit' | 'miss' | 'off';

export interface Reading {
  readonly analysis: Analysis;
  readonly cache: CacheOutcome;
}

export interface ReadingOptions extends WorkOptions {
  /** Id of the one who asks: only their own readings are remembered for them. */
  readonly caller: string;
  readonly signal?: AbortSignal;
  /** Of the request that the reading is part of. */
  readonly trace?: Pick<RequestTrace, 'textRead'>;
}

export interface ReadingService {
  /** @throws UndertoneError `text-too-long` (`limit`, `actual` in UTF-16 units), and as of `Inference.analyze` */
  analyze(request: AnalyzeRequest, options: ReadingOptions): Promise<Reading>;
}

export interface ReadingServiceParts {
  readonly inference: Pick<Inference, 'analyze' | 'model'>;
  readonly cache: ReadingCache;
  readonly secrets: Secrets;
  /** UTF-16 units. */
  readonly maxTextCharacters: number;
}

export function createReadingService({
  inference,
  cache,
  secrets,
  maxTextCharacters,
}: ReadingServiceParts): ReadingService {
  async function remembered(key: string): Promise<Analysis | null> {
    const startedAtMs = performance.now();
    // A memory that does not answer, or has something else, is no reason not to read.
    const kept = await cache.get(key).then(parseKept, () => null);
    if (kept === null) return null;
    const timing = { queueMs: 0, tokenizeMs: 0, inferMs: 0, totalMs: performance.now() - startedAtMs };
    return { ...kept, id: createAnalysisId(), timing };
  }

  async function read(request: AnalyzeRequest, options: ReadingOptions): Promise<Reading> {
    const { model } = inference;
    const key = model === null ? null : readingKey(request, model, options.caller, secrets);
    if (key === null) return { analysis: await inference.analyze(request, options), cache: 'off' };
    const known = await remembered(key);
    if (known !== null) return { analysis: known, cache: 'hit' };
    const analysis = await inference.analyze(request, options);
    void cache.set(key, Buffer.from(JSON.stringify(analysis))).catch(() => undefined);
    return { analysis, cache: 'miss' };
  }

  return {
    async analyze(request, options) {
      const actual = request.text.length;
      if (actual > maxTextCharacters) {
        throw new UndertoneError('text-too-long', { limit: maxTextCharacters, actual });
      }
      return read(request, options);
    },
  };
}

function parseKept(value: Uint8Array | undefined): Analysis | null {
  if (value === undefined) return null;
  try {
    return analysisSchema.parse(JSON.parse(Buffer.from(value).toString()));
  } catch {
    return null;
  }
}
