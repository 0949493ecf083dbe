/** From analyses to what is kept of rows. */
import type { Analysis } from '../contracts/analysis.ts';
import { UndertoneError } from '../contracts/errors.ts';
import type { RowResult } from '../contracts/row-result.ts';
import type { RowsRead } from '../engine.ts';

/** What is kept of a row: its analysis without evidence, or why there is none. */
export function toRowResult(read: Analysis | UndertoneError): RowResult {
  if (read instanceof UndertoneError) return withoutReading(read);
  const { label, score, confidence, probabilities, needsReview, reviewReasons, sentences, language } = read;
  return {
    kind: 'read',
    reading: {
      label,
      score,
      confidence,
      probabilities,
      needsReview,
      reviewReasons,
      sentences,
      languageCode: language.code,
    },
  };
}

function withoutReading({ code, details }: UndertoneError): RowResult {
  if (code === 'text-blank') return { kind: 'empty' };
  if (code !== 'language-unsupported') return { kind: 'failed', code };
  const { language, name } = details;
  const languageCode = typeof language === 'string' ? language : 'und';
  return {
    kind: 'other-language',
    languageCode,
    languageName: typeof name === 'string' ? name : languageCode,
  };
}

/** @param read all with one model */
export function toRowsRead(read: readonly (Analysis | UndertoneError)[]): RowsRead {
  const model = read.find((item): item is Analysis => !(item instanceof UndertoneError))?.model ?? null;
  return { results: read.map(toRowResult), model };
}
