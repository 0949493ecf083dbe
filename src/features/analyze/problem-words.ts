/** What stands in the way of a verdict, in words. */
import type { UndertoneError } from '#core/contracts/errors';
import { languageName } from '../../i18n/formats.ts';
import { readWords } from '../../i18n/read.ts';

/** The sentence of the catalogue; for a text in another language, the one that names it. */
export function problemWords(error: UndertoneError): string {
  if (error.code !== 'language-unsupported') return error.message;
  const code = error.details['language'];
  return readWords.otherLanguage(typeof code === 'string' ? languageName(code) : null);
}

/** What is said to a text that waits for the reader. */
export function waitingWords(isReaderComing: boolean): string {
  return isReaderComing ? readWords.readsWhenHere : readWords.readsWhenStarted;
}
