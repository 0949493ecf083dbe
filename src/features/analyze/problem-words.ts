/** What stands in the way of a verdict, in words. */
import { errorFromData } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { EngineState } from '#core/engine';
import { languageName } from '../../i18n/formats.ts';
import { readWords } from '../../i18n/read.ts';
import type { Reading } from './use-reading.ts';

/** What keeps the server from reading, where it is the one that reads; not what is the text's own. */
export function serverErrorOf(
  { phase, error }: Pick<Reading, 'phase' | 'error'>,
  state: EngineState,
  isServerUsed: boolean,
): UndertoneError | null {
  if (!isServerUsed) return null;
  if (state.kind === 'failed') return errorFromData(state.error);
  return phase === 'failed' && error?.code !== 'language-unsupported' ? error : null;
}

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
