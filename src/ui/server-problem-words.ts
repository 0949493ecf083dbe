/** What went wrong on the server, in words for the person who waits for it. */
import type { UndertoneError } from '#core/contracts/errors';
import { serverWords } from '../i18n/server.ts';

export interface ServerProblemWords {
  message: string;
  /** Null where what can be done is only to wait. */
  remedy: string | null;
}

/** @param hasKey whether a key was sent */
export function serverProblemWords(
  { code, details, message, remedy }: Pick<UndertoneError, 'code' | 'details' | 'message' | 'remedy'>,
  hasKey: boolean,
): ServerProblemWords {
  const words = serverWords.problems;
  if (details['isPaused'] === true) return { message: serverWords.paused, remedy: null };
  switch (code) {
    case 'unauthenticated':
      return hasKey
        ? { message: serverWords.keyWrong, remedy: serverWords.keyWrongRest }
        : { message: serverWords.keyNeeded, remedy: serverWords.keyRest };
    case 'forbidden':
      return { message: serverWords.keyForbidden, remedy: serverWords.keyForbiddenRest };
    case 'server-busy':
      return { message: words.busy, remedy: null };
    case 'rate-limited':
      return { message: words.share, remedy: null };
    case 'server-stopping':
      return { message: words.stopping, remedy: null };
    case 'deadline-exceeded':
      return { message: words.late, remedy: words.lateRest };
    default:
      return { message, remedy };
  }
}

/** Whether another key may do. */
export function asksForKey({ code }: Pick<UndertoneError, 'code'>): boolean {
  return code === 'unauthenticated' || code === 'forbidden';
}
