/** What came of reading one text of a file, as it is kept for its row. */
import * as z from 'zod/mini';
import type { Analysis } from '../contracts/analysis.ts';
import type { UndertoneError } from '../contracts/errors.ts';
import type { RowResult } from '../contracts/row-result.ts';

const languageDetails = z.object({ language: z.string(), name: z.string() });

/**
 * A blank text is no failure of a row, nor is one in a language that is not read: both are counted apart. Any other
 * error is kept by its code.
 */
export function toRowResult(analysisOrError: Analysis | UndertoneError): RowResult {
  if (analysisOrError instanceof Error) return toMissingResult(analysisOrError);
  const { label, score, confidence, probabilities, needsReview, reviewReasons, sentences, language } =
    analysisOrError;
  const languageCode = language.code;
  return {
    kind: 'read',
    reading: { label, score, confidence, probabilities, needsReview, reviewReasons, sentences, languageCode },
  };
}

function toMissingResult({ code, details }: UndertoneError): RowResult {
  if (code === 'text-blank') return { kind: 'empty' };
  const language = code === 'language-unsupported' ? languageDetails.safeParse(details).data : undefined;
  if (language === undefined) return { kind: 'failed', code };
  return { kind: 'other-language', languageCode: language.language, languageName: language.name };
}
