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
  // Where only the connection of this device is cut, the page says so by itself.
  if (code === 'server-unreachable') return { message, remedy: null };
  if (code === 'unauthenticated' && hasKey) {
    return { message: serverWords.keyWrong, remedy: serverWords.keyWrongRest };
  }
  return known.get(code) ?? { message, remedy };
}

/** The same as a sentence that is heard. */
export function spokenServerProblem(
  error: Pick<UndertoneError, 'code' | 'details' | 'message' | 'remedy'>,
  hasKey: boolean,
): string {
  const { message, remedy } = serverProblemWords(error, hasKey);
  return remedy === null ? message : `${message} ${remedy}`;
}

/** Whether another key may do. */
export function asksForKey({ code }: Pick<UndertoneError, 'code'>): boolean {
  return code === 'unauthenticated' || code === 'forbidden';
}

/** For how long the server is not to be asked, in milliseconds; 0 where nothing was said of that. */
export function retryDelayMs({ details }: Pick<UndertoneError, 'details'>): number {
  const told = details['retryAfterMs'];
  return typeof told === 'number' ? told : 0;
}
