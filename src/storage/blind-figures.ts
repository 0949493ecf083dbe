/** What a blind check tells: how often model and person agree, and what that makes of the shares of the whole file. */
import { agreement, correctedShares } from '#core/report/agreement';
import type { LabelPair, PersonLabel } from '#core/report/agreement';
import type { CheckFigures } from '#core/report/check-figures';
import type { VerdictLabel } from '#core/contracts/analysis';
import type { CountsByLabel } from '#core/contracts/report';
import type { BlindAnswer, BlindCheck } from './blind-check.ts';

export interface BlindFigures extends CheckFigures {
  /** What was said of how many rows: by the model, then by the person. */
  table: Record<VerdictLabel, Record<PersonLabel, number>>;
}

/** How far a check is. */
export interface BlindStanding {
  total: number;
  answered: number;
  skipped: number;
  /** Of those answered: the model's answer had been seen before. */
  notBlind: number;
}

export function standingOf({ rows, answers }: BlindCheck): BlindStanding {
  const given = answers.filter(({ label }) => label !== null);
  return {
    total: rows.length,
    answered: given.length,
    skipped: answers.length - given.length,
    notBlind: given.filter(({ isBlind }) => !isBlind).length,
  };
}

/**
 * @param counts rows of the whole file by the model's label
 * @returns null until the check has ended: figures that one can watch grow are figures that one can stop at. Null as well
 *   where no answer was given blind: the others may lean towards what was seen
 */
export function figuresOf(check: BlindCheck, counts: CountsByLabel): BlindFigures | null {
  if (check.endedAtMs === null) return null;
  const pairs = check.answers.flatMap(pairOf);
  const corrected = correctedShares(pairs, counts);
  if (corrected === null) return null;
  return {
    drawn: check.rows.length,
    answered: pairs.length,
    agreement: agreement(pairs),
    corrected,
    table: tableOf(pairs),
  };
}

function pairOf({ label, modelLabel, isBlind }: BlindAnswer): LabelPair[] {
  return label === null || !isBlind ? [] : [{ model: modelLabel, person: label }];
}

function tableOf(pairs: readonly LabelPair[]): BlindFigures['table'] {
  const none = (): Record<PersonLabel, number> => ({ negative: 0, neutral: 0, positive: 0, mixed: 0 });
  const table = { negative: none(), neutral: none(), positive: none(), mixed: none(), unsure: none() };
  for (const { model, person } of pairs) table[model][person] += 1;
  return table;
}
