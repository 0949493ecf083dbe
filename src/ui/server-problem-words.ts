/** What went wrong on the server, in words for the person who waits for it. */
import type { ErrorCode, UndertoneError } from '#core/contracts/errors';
import { serverWords } from '../i18n/server.ts';

export interface ServerProblemWords {
  message: string;
  /** Null where what can be done is only to wait. */
  remedy: string | null;
}

const words = serverWords.problems;
const known: ReadonlyMap<ErrorCode, ServerProblemWords> = new Map([
  ['unauthenticated', { message: serverWords.keyNeeded, remedy: serverWords.keyRest }],
  ['forbidden', { message: serverWords.keyForbidden, remedy: serverWords.keyForbiddenRest }],
  ['server-busy', { message: words.busy, remedy: null }],
  ['rate-limited', { message: words.share, remedy: null }],
  ['server-stopping', { message: words.stopping, remedy: null }],
  ['deadline-exceeded', { message: words.late, remedy: words.lateRest }],
]);

/** @param hasKey whether a key was sent */
export function serverProblemWords(
  { code, details, message, remedy }: Pick<UndertoneError, 'code' | 'details' | 'message' | 'remedy'>,
  hasKey: boolean,
): ServerProblemWords {
  if (details['isPaused'] === true) return { message: serverWords.paused, remedy: null };
  if (code === 'unauthenticated' && hasKey) {
    return { message: serverWords.keyWrong, remedy: serverWords.keyWrongRest };
  }
  return known.get(code) ?? { message, remedy };
}

/** Whether another key may do. */
export function asksForKey({ code }: Pick<UndertoneError, 'code'>): boolean {
  return code === 'unauthenticated' || code === 'forbidden';
}
