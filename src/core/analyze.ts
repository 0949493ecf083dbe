/** The one flow: text to parts, parts to readings, readings to a verdict. Every home of the model runs this. */
import { createAnalysisId } from './analysis-id.ts';
import { createRowReader, type RowReading } from './batch/row-reader.ts';
import { packWindows, type TokenRange } from './batch/windows.ts';
import {
  maxTextCharacters,
  type Analysis,
  type AnalyzeRequest,
  type EngineInfo,
  type Language,
} from './contracts/analysis.ts';
import { toUndertoneError, UndertoneError } from './contracts/errors.ts';
import type { Manifest } from './contracts/manifest.ts';
import type { AnalyzeOptions } from './engine.ts';
import { assembleEvidence, assembleSentences, findAspects, pool } from './score/assemble.ts';
import { likeliest } from './score/likeliest.ts';
import { calibrate, decide, read, reviewReasons } from './score/verdict.ts';
import type { Session } from './session.ts';
import { detectLanguage } from './text/language.ts';
import type { MappedText } from './text/mapped-text.ts';
import { normalise } from './text/normalise.ts';
import { takeApart, type TextParts } from './text/parts.ts';
import type { Tokenizer } from './tokenize/wordpiece.ts';

export interface AnalyzerParts {
  readonly session: Session;
  readonly tokenizer: Tokenizer;
  readonly manifest: Manifest;
  /** Stamped on every analysis. */
  readonly engine: EngineInfo;
}

export interface Analyzer {
  /**
   * Reads one text.
   *
   * @throws UndertoneError `text-blank`, `text-too-long`, `language-unsupported`, `cancelled`, and what the session throws
   */
  analyze(request: AnalyzeRequest, options?: AnalyzeOptions): Promise<Analysis>;
  /**
   * Reads many texts, those of equal length together. The result of each, or the error that concerns it
   * alone, in the order of the requests; scores are those of `analyze`.
   *
   * @throws UndertoneError `cancelled`, and what the session throws
   */
  analyzeMany(
    requests: readonly AnalyzeRequest[],
    options?: AnalyzeOptions,
  ): Promise<(Analysis | UndertoneError)[]>;
  /**
   * Reads the texts whose answers the manifest knows.
   *
   * @param answers how many of them, from the first; all unless told
   * @returns what was read, in their order
   * @throws UndertoneError `engine-wrong` when a label differs, or a probability by more than 0.01
   */
  prove(answers?: number): Promise<Analysis[]>;
}

interface Prepared {
  readonly request: AnalyzeRequest;
  readonly language: Language;
  readonly mapped: MappedText;
  readonly parts: TextParts;
  /** Every run of tokens that is read: the text's windows first, then the windows of each part. */
  readonly ranges: readonly TokenRange[];
  readonly tokenizeMs: number;
}

const specialTokens = 2;
const provenProbabilityDifference = 0.01;

/** The English name of a language; the code where the platform knows none. */
function languageName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
}

/** Makes an analyzer over a session that runs the manifest's model. */
export function createAnalyzer({ session, tokenizer, manifest, engine }: AnalyzerParts): Analyzer {
  // What a person types is read again and again, on their own device. Elsewhere nothing of a text is kept.
  const rememberedTokens = engine.where === 'device' ? 100_000 : 0;
  const reader = createRowReader(session, tokenizer.clsId, tokenizer.sepId, rememberedTokens);
  const capacity = manifest.maxLength - specialTokens;
  const { temperature } = manifest.calibration;
  const calibration = { temperature, thresholds: manifest.thresholds };
  const model = {
    name: manifest.name,
    version: manifest.version,
    sha256: manifest.files.weights.sha256,
  };

  function prepare(request: AnalyzeRequest): Prepared {
    const beganMs = performance.now();
    const { text } = request;
    if (text.length > maxTextCharacters) {
      throw new UndertoneError('text-too-long', { characters: text.length, limit: maxTextCharacters });
    }
    const mapped = normalise(text);
    const parts = takeApart(mapped, tokenizer, capacity);
    if (parts.tokens.ids.length === 0) throw new UndertoneError('text-blank');
    const language = detectLanguage(text);
    if (!language.supported && request.anyLanguage !== true) {
      throw new UndertoneError('language-unsupported', {
        language: language.code,
        name: languageName(language.code),
      });
    }
    const readAlone = parts.sentences.flatMap(({ tokens, clauses }) => [
      tokens,
      ...clauses.map((clause) => clause.tokens),
    ]);
    const ranges = [...parts.windows, ...readAlone.flatMap((range) => packWindows([range], capacity))];
    return { request, language, mapped, parts, ranges, tokenizeMs: performance.now() - beganMs };
  }

  /** @param readings one for each of `prepared.ranges` */
  function assemble(
    prepared: Prepared,
    readings: readonly RowReading[],
    timing: { inferMs: number; totalMs: number },
  ): Analysis {
    const { request, language, mapped, parts, ranges, tokenizeMs } = prepared;
    const readingsByRange = new Map<string, RowReading>();
    for (const [i, { from, to }] of ranges.entries()) {
      const reading = readings[i];
      if (reading !== undefined) readingsByRange.set(`${from}-${to}`, reading);
    }
    const readingsOf = (windows: readonly TokenRange[]): RowReading[] =>
      windows.flatMap(({ from, to }) => readingsByRange.get(`${from}-${to}`) ?? []);

    const windows = readingsOf(parts.windows);
    const probabilities = calibrate(pool(windows), temperature);
    const sentences = assembleSentences(
      parts,
      (range) => pool(readingsOf(packWindows([range], capacity))),
      calibration,
    );
    const readAlone = sentences.flatMap((sentence) => [sentence, ...(sentence.clauses ?? [])]);
    const verdict = decide(read(probabilities, manifest.thresholds), readAlone);
    const reasons = reviewReasons(verdict, manifest.thresholds, language.supported);
    return {
      id: createAnalysisId(),
      label: verdict.label,
      score: probabilities.positive - probabilities.negative,
      confidence: verdict.confidence,
      probabilities,
      needsReview: reasons.length > 0,
      reviewReasons: reasons,
      sentences,
      evidence: assembleEvidence(mapped, parts, windows),
      ...(request.aspects === undefined
        ? {}
        : { aspects: findAspects(request.text, request.aspects, sentences) }),
      language,
      input: {
        characters: request.text.length,
        tokens: parts.tokens.ids.length,
        windows: parts.windows.length,
        truncated: false,
      },
      model,
      engine,
      timing: {
        queueMs: Math.max(0, timing.totalMs - timing.inferMs - tokenizeMs),
        tokenizeMs,
        ...timing,
      },
    };
  }

  const rowsOf = ({ parts, ranges }: Prepared): Int32Array[] =>
    ranges.map(({ from, to }) => parts.tokens.ids.subarray(from, to));

  async function analyze(request: AnalyzeRequest, options: AnalyzeOptions = {}): Promise<Analysis> {
    const beganMs = performance.now();
    const prepared = prepare(request);
    const { readings, inferMs } = await reader.read(rowsOf(prepared), options);
    return assemble(prepared, readings, { inferMs, totalMs: performance.now() - beganMs });
  }

  async function analyzeMany(
    requests: readonly AnalyzeRequest[],
    options: AnalyzeOptions = {},
  ): Promise<(Analysis | UndertoneError)[]> {
    const beganMs = performance.now();
    const prepared = requests.map((request): Prepared | UndertoneError => {
      try {
        return prepare(request);
      } catch (thrown) {
        return toUndertoneError(thrown);
      }
    });
    const rows = prepared.flatMap((item) => (item instanceof UndertoneError ? [] : rowsOf(item)));
    // Of many texts hardly a part comes again, and what a person types is not to be forgotten for them.
    const { readings, inferMs } = await reader.read(rows, { ...options, remembers: false });
    const preparedMs = prepared.reduce(
      (sum, item) => sum + (item instanceof UndertoneError ? 0 : item.tokenizeMs),
      0,
    );
    const readMs = Math.max(inferMs, performance.now() - beganMs - preparedMs);
    let used = 0;
    return prepared.map((item) => {
      if (item instanceof UndertoneError) return item;
      const own = readings.slice(used, used + item.ranges.length);
      used += item.ranges.length;
      // Texts that were read together share the time it took by their part of the rows.
      const share = item.ranges.length / rows.length;
      return assemble(item, own, { inferMs: inferMs * share, totalMs: readMs * share + item.tokenizeMs });
    });
  }

  async function prove(answers?: number): Promise<Analysis[]> {
    const found: Analysis[] = [];
    for (const [number, { text, logits }] of manifest.knownAnswers.slice(0, answers).entries()) {
      const result = await analyze({ text, anyLanguage: true });
      const { probabilities } = result;
      const known = calibrate(logits, temperature);
      const difference = Math.max(
        Math.abs(probabilities.negative - known.negative),
        Math.abs(probabilities.neutral - known.neutral),
        Math.abs(probabilities.positive - known.positive),
      );
      // Written so that a NaN is a failure too.
      const agrees = difference <= provenProbabilityDifference;
      if (!agrees || likeliest(probabilities) !== likeliest(known)) {
        throw new UndertoneError('engine-wrong', { knownAnswer: number });
      }
      found.push(result);
    }
    return found;
  }

  return { analyze, analyzeMany, prove };
}
