/** The rows of a blind check as a queue: the model's answer to each is hidden until there is one of the person. */
import { useQuery } from '@tanstack/react-query';
import type { RowView, Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { reviewWords } from '../../i18n/review.ts';
import type { BlindAnswer, BlindCheck } from '../../storage/blind-check.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import { withAnswer, withoutAnswer } from './check-steps.ts';
import { inSentence } from './model-answer.ts';
import { rowCorrection } from './row-correction.ts';
import type { BlindChecking } from './use-blind-check.ts';
import type { Corrections } from './use-corrections.ts';
import { useDesk } from './use-desk.ts';
import type { Deed, Desk } from './use-desk.ts';

export interface BlindDesk {
  desk: Desk;
  /** Null while it is on its way. */
  row: RowView | null;
  /** What the person said of it; null where they said nothing. */
  answer: BlindAnswer | null;
  error: Error | null;
}

interface BlindDeskOf {
  runs: Runs;
  run: Run;
  check: BlindCheck;
  change: BlindChecking['change'];
  corrections: Corrections;
}

export function useBlindDesk({ runs, run, check, change, corrections }: BlindDeskOf): BlindDesk {
  const answerOf = (row: number | undefined) => check.answers.find((answer) => answer.row === row) ?? null;
  const isOpen = check.rows.map((row) => (answerOf(row)?.label ?? null) === null);
  const desk = useDesk({
    isOpen,
    hasMore: false,
    isClosed: check.endedAtMs !== null || corrections.list === null,
    give: (_place, label) =>
      row.data ? give({ run, row: row.data, label, check, change, corrections }) : null,
  });
  const rowQuery = (number: number | undefined) => ({
    queryKey: ['row', run.id, number],
    queryFn: async () => (number === undefined ? null : runs.row(run.id, number)),
    staleTime: Infinity,
  });
  const number = check.rows[desk.place];
  const row = useQuery(rowQuery(number));

  // The next one is looked up ahead, so that it is there at once.
  useQuery(rowQuery(check.rows[desk.place + 1]));

  return { desk, row: row.data ?? null, answer: answerOf(number), error: row.error };
}

interface Giving extends Omit<BlindDeskOf, 'runs'> {
  row: RowView;
  label: CorrectedLabel | null;
}

function give({ run, row, label, check, change, corrections }: Giving): Deed | null {
  if (row.result?.kind !== 'read') return null;
  const number = row.row + 1;
  const { label: modelLabel } = row.result.reading;
  const answer = { row: row.row, label, modelLabel };
  const saidBack = reviewWords.takenBack(number);
  const nowMs = Date.now();
  const earlier = check.answers.find((one) => one.row === row.row) ?? null;
  if (label === null) {
    // What there is an answer to is not passed over any more.
    if (earlier !== null && earlier.label !== null) return null;
    change({ change: (now) => withAnswer(now, answer, { wasSeen: false, nowMs }), replacement: null });
    const takeBack = () =>
      change({ change: (now) => withoutAnswer(now, row.row, earlier), replacement: null });
    return { said: reviewWords.skipped(number), isKept: false, takeBack, saidBack };
  }
  const before = corrections.byText.get(row.text) ?? null;
  change({
    // Whoever has called the same text something before has seen what the model says of it.
    change: (now) => withAnswer(now, answer, { wasSeen: before !== null, nowMs }),
    replacement: {
      text: row.text,
      correction: rowCorrection(run, row, { label, modelLabel, place: 'blind' }),
    },
  });
  return {
    said: reviewWords.calledBoth(number, inSentence(label), inSentence(modelLabel)),
    isKept: true,
    takeBack: () =>
      change({
        change: (now) => withoutAnswer(now, row.row, earlier),
        replacement: { text: row.text, correction: before },
      }),
    saidBack,
  };
}
