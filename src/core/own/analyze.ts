/**
 * The flow for a model that a person brought along. It knows labels where ours knows tones, has a tokenizer of its own
 * and shows no evidence; its figures were never held against people's labels.
 */
import { createAnalysisId } from '../analysis-id.ts';
import { maxTextCharacters } from '../contracts/analysis.ts';
import type { Analysis, AnalyzeRequest, EngineInfo, Sentence, Span } from '../contracts/analysis.ts';
import { UndertoneError } from '../contracts/errors.ts';
import type { TonedModel } from '../contracts/own-model.ts';
import type { AnalyzeOptions } from '../engine.ts';
import { findAspects } from '../score/assemble.ts';
import { likeliest } from '../score/likeliest.ts';
import { decide, reviewReasons, type Reading } from '../score/verdict.ts';
import { detectLanguage } from '../text/language.ts';
import { normalise } from '../text/normalise.ts';
import { splitSentences } from '../text/sentences.ts';
import { fit, pack, type CountTokens } from './fit.ts';
import { toTones, type TonedProbabilities } from './label-tones.ts';

/** What the model has to be able to do. */
export interface LabelReader {
  /** Tokens of a text, special ones not counted. */
  count: CountTokens;
  /**
   * The probability of each label, in the order of the labels.
   *
   * @param text within the model's length
   */
  read(text: string): Promise<readonly number[]>;
}

export interface OwnAnalyzerParts {
  reader: LabelReader;
  model: TonedModel;
  /** Tokens of a text that the model takes at once, special ones not counted. */
  capacity: number;
  /** Stamped on every analysis. */
  engine: EngineInfo;
}

/** Below a half no tone is likelier than everything else, which is the one bar that needs no measuring. */
const thresholds = { answer: 0.5, review: 0.5 };
/** Digits of the hash that stand for a version: somebody else's model has none of its own. */
const versionDigits = 8;

/** What can be said of a stretch of text: the weighted mean over its pieces. */
interface StretchReading extends TonedProbabilities {
  reading: Reading;
}

/**
 * Makes the one function of an analyzer.
 *
 * @returns reads one text; throws UndertoneError `text-blank`, `text-too-long`, `cancelled`, and what the reader throws
 */
export function createOwnAnalyzer({ reader, model, capacity, engine }: OwnAnalyzerParts) {
  const { facts, tones } = model;
  const modelInfo = {
    name: facts.name,
    version: facts.sha256.slice(0, versionDigits),
    sha256: facts.sha256,
    calibrated: false,
  } as const;

  function judge(pieces: readonly { tokens: number; labels: readonly number[] }[]): StretchReading {
    const all = pieces.reduce((sum, { tokens }) => sum + tokens, 0);
    const mean = facts.labels.map((_, index) =>
      pieces.reduce((sum, { tokens, labels }) => sum + ((labels[index] ?? 0) * tokens) / all, 0),
    );
    const toned = toTones(mean, tones);
    const tone = likeliest(toned.probabilities);
    const confidence = toned.probabilities[tone];
    // Something that was left out may be likelier than any tone.
    const isAnswer = confidence * toned.share >= thresholds.answer;
    return { ...toned, reading: { label: isAnswer ? tone : 'unsure', confidence } };
  }

  return async function analyze(request: AnalyzeRequest, options: AnalyzeOptions = {}): Promise<Analysis> {
    const beganMs = performance.now();
    const { text } = request;
    if (text.length > maxTextCharacters) {
      throw new UndertoneError('text-too-long', { characters: text.length, limit: maxTextCharacters });
    }
    // Sentences are found in the plain text, but the model is given the text as it stands: it was trained on such.
    const mapped = normalise(text);
    const spans = splitSentences(mapped.text).map(({ from, to }) => mapped.originalSpan(from, to));
    if (spans.length === 0) throw new UndertoneError('text-blank');
    const cut = (span: Span): Span[] =>
      fit(text, span, capacity, reader.count).filter(
        ({ start, end }) => text.slice(start, end).trim() !== '',
      );
    const pieces = spans.map(cut);
    const windows = pack(text, pieces.flat(), capacity, reader.count);
    const tokenizeMs = performance.now() - beganMs;

    const { labelsOf, inferMs } = await readAll(
      [...windows, ...pieces.flat()].map(({ start, end }) => text.slice(start, end)),
      options,
    );
    const readingOf = (stretch: readonly Span[]): StretchReading =>
      judge(
        stretch.map(({ start, end }) => {
          const piece = text.slice(start, end);
          return { tokens: Math.max(1, reader.count(piece)), labels: labelsOf(piece) };
        }),
      );

    const sentences = spans.map(({ start, end }, index): Sentence => {
      const { reading, probabilities } = readingOf(pieces[index] ?? []);
      return { start, end, ...reading, probabilities };
    });
    const { reading, probabilities } = readingOf(windows);
    const verdict = decide(reading, sentences);
    const reasons = reviewReasons(verdict, thresholds, true);
    const totalMs = performance.now() - beganMs;
    return {
      id: createAnalysisId(),
      label: verdict.label,
      score: probabilities.positive - probabilities.negative,
      confidence: verdict.confidence,
      probabilities,
      needsReview: reasons.length > 0,
      reviewReasons: reasons,
      sentences,
      evidence: [],
      ...(request.aspects === undefined ? {} : { aspects: findAspects(text, request.aspects, sentences) }),
      // Which languages it reads is known to whoever brought it.
      language: { ...detectLanguage(text), supported: true },
      input: {
        characters: text.length,
        tokens: windows.reduce((sum, { start, end }) => sum + reader.count(text.slice(start, end)), 0),
        windows: windows.length,
        truncated: false,
      },
      model: modelInfo,
      engine,
      timing: { queueMs: Math.max(0, totalMs - inferMs - tokenizeMs), tokenizeMs, inferMs, totalMs },
    };
  };

  /** Reads each text once, however often it stands there. */
  async function readAll(texts: readonly string[], { signal, onProgress }: AnalyzeOptions) {
    const found = new Map<string, readonly number[]>();
    const wanted = new Set(texts);
    let inferMs = 0;
    for (const piece of wanted) {
      if (signal?.aborted === true) throw new UndertoneError('cancelled');
      const beganMs = performance.now();
      const labels = await reader.read(piece);
      inferMs += performance.now() - beganMs;
      // Written so that a NaN is a failure too.
      const isWhole =
        labels.length === facts.labels.length && labels.every((value) => value >= 0 && value <= 1);
      if (!isWhole) throw new UndertoneError('engine-failed', { reason: 'the outputs are not as labelled' });
      found.set(piece, labels);
      onProgress?.({ done: found.size, total: wanted.size });
      await yieldToHost();
    }
    return { labelsOf: (piece: string): readonly number[] => found.get(piece) ?? [], inferMs };
  }
}

/** Lets a cancellation through: a run of the model leaves no room for messages. */
function yieldToHost(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
