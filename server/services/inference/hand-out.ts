/** The next run for a process that is idle: rows of a call, a text, or a few short texts together. */
import { UndertoneError } from '#core/contracts/errors';
import type { Answer, Call, Run, TextRun } from './calls.ts';
import type { WorkQueue } from './work-queue.ts';

/**
 * Texts of 13 tokens that are read four at a time take 23 to 25 % less of a processor than one by one, of 31 tokens 6 to
 * 13 %, of 98 tokens 3 to 4 % (the model of 22 million parameters on a processor without VNNI). Nothing waits for others to
 * come, and none is padded: those of equal length are read at once, the others one after another.
 */
const mostTogether = 4;

/**
 * Takes a run out of the queue; what is left of its call waits again.
 *
 * @param idle processes that have nothing to do, which share what waits
 */
export function takeRun(queue: WorkQueue<Call>, idle: number, nowMs: number): Run | undefined {
  const most = Math.min(mostTogether, Math.ceil(queue.size / idle));
  const call = queue.take(nowMs);
  if (call === undefined) return undefined;
  const run = call.next(nowMs);
  if (call.isWaiting) {
    // Its next rows wait from now on: however many there are, those of others come in between.
    call.waitingSinceMs = nowMs;
    queue.push(call);
  }
  if (!isShort(run)) return run;
  const together = [run];
  while (together.length < most) {
    const next = queue.take(nowMs, ({ isShortText }) => isShortText)?.next(nowMs);
    if (next === undefined || !isShort(next)) break;
    together.push(next);
  }
  return together.length === 1 ? run : groupOf(together);
}

function isShort(run: Run): run is TextRun {
  return run.shortRequest !== undefined;
}

function groupOf(runs: readonly TextRun[]): Run {
  return {
    calls: runs.flatMap(({ calls }) => calls),
    predictedMs: runs.reduce((sum, { predictedMs }) => sum + predictedMs, 0),
    message: (id) => ({ kind: 'analyze-many', id, requests: runs.map(({ shortRequest }) => shortRequest) }),
    answer(answer) {
      for (const [i, run] of runs.entries()) run.answer(answerOf(answer, i));
    },
    lose() {
      for (const run of runs) run.lose();
    },
  };
}

/** What the answer to a group says of one of it. */
function answerOf(answer: Answer, place: number): Answer {
  if (answer.kind !== 'many-read') return answer;
  const { id, results, cost } = answer;
  const result = results[place];
  if (result?.analysis !== undefined) return { kind: 'result', id, analysis: result.analysis, cost };
  return { kind: 'failure', id, error: result?.error ?? new UndertoneError('internal').toData() };
}
