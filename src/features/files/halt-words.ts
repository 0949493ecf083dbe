/** Why a run does not go on by itself, in words. */
import type { ErrorData } from '#core/contracts/errors';
import { filesWords } from '../../i18n/files.ts';
import { asksForKey, serverProblemWords } from '../../ui/server-problem-words.ts';

export interface HaltWords {
  message: string;
  /** What can be done. */
  rest: string;
}

/** @param server where rows are read: whether it was sent a key; null where this device reads */
export function haltWords(error: ErrorData, server: { hasKey: boolean } | null): HaltWords {
  if (server === null) return { message: error.message, rest: error.remedy };
  const { message, remedy } = serverProblemWords(error, server.hasKey);
  const words = filesWords.run;
  return { message, rest: asksForKey(error) ? words.keyInSettings : (remedy ?? words.goOnLater) };
}
