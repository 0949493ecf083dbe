/** What the live region says of a reading, or of a reader that does not work. What stands in the way of the server is spoken where it is shown. */
import type { EngineState } from '#core/engine';
import { readWords } from '../../i18n/read.ts';
import { problemWords, serverErrorOf } from './problem-words.ts';
import type { Reading } from './use-reading.ts';
import { spokenVerdict } from '../../ui/reading/verdict-words.ts';

/**
 * The verdict, or what went wrong and what can be done; empty while there is nothing to say.
 *
 * @param isServerUsed whether it is the server that reads
 * @param isServerAwaited whether the server is asked again in a moment
 */
export function spokenMessage(
  { phase, latest, error }: Pick<Reading, 'phase' | 'latest' | 'error'>,
  state: EngineState,
  isServerUsed: boolean,
  isServerAwaited: boolean,
): string {
  if (phase === 'read' && latest !== null) return spokenVerdict(latest.analysis);
  if (serverErrorOf({ phase, error }, state, isServerUsed) !== null) return '';
  if (state.kind === 'failed') return `${state.error.message} ${state.error.remedy}`;
  if (phase === 'failed' && error !== null) return `${problemWords(error)} ${error.remedy}`;
  return isServerAwaited ? readWords.serverWaits : '';
}
