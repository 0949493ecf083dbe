/** What happens to a blind check, step by step. One that has ended stays as it is: its figures have been seen. */
import type { BlindAnswer, BlindCheck } from '../../storage/blind-check.ts';

export type NewBlindAnswer = Omit<BlindAnswer, 'isBlind'>;

/**
 * Keeps an answer, in the place of an earlier one to the same row. With the last row answered the check ends by itself.
 *
 * @param wasSeen whether the model's answer was seen before, as far as the check does not know it
 */
export function withAnswer(
  check: BlindCheck,
  answer: NewBlindAnswer,
  { wasSeen, nowMs }: { wasSeen: boolean; nowMs: number },
): BlindCheck {
  if (check.endedAtMs !== null) return check;
  const isBlind = !wasSeen && !check.seen.includes(answer.row) && isWaiting(check, answer.row);
  const answers = [...check.answers.filter(({ row }) => row !== answer.row), { ...answer, isBlind }];
  const isWhole = check.rows.every((row) => answers.some((one) => one.row === row && one.label !== null));
  return { ...check, answers, endedAtMs: isWhole ? nowMs : null };
}

/**
 * Takes an answer back. The model's was shown once it was given, and cannot be unseen.
 *
 * @param earlier what it had taken the place of; null for nothing
 */
export function withoutAnswer(check: BlindCheck, row: number, earlier: BlindAnswer | null): BlindCheck {
  if (check.endedAtMs !== null) return check;
  const taken = check.answers.find((answer) => answer.row === row);
  if (taken === undefined) return check;
  const others = check.answers.filter((answer) => answer !== taken);
  const without = { ...check, answers: earlier === null ? others : [...others, earlier] };
  return taken.label === null ? without : withSeen(without, row);
}

/** Remembers that the model's answer to a row of the check was shown elsewhere before the person gave one. */
export function withSeen(check: BlindCheck, row: number): BlindCheck {
  return check.endedAtMs !== null || !isWaiting(check, row) || check.seen.includes(row)
    ? check
    : { ...check, seen: [...check.seen, row] };
}

/** Ends it with the rows answered so far; without one there is nothing to end. */
export function endedNow(check: BlindCheck, nowMs: number): BlindCheck {
  return check.endedAtMs === null && check.answers.some(({ label }) => label !== null)
    ? { ...check, endedAtMs: nowMs }
    : check;
}

/** Whether a row is of the check and has no answer yet. */
export function isWaiting({ rows, answers }: BlindCheck, row: number): boolean {
  return rows.includes(row) && !answers.some((answer) => answer.row === row && answer.label !== null);
}
