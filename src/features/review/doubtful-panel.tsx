/** The doubtful rows of a run. What the model says of them is shown, so that nothing is counted from here. */
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { reviewWords } from '../../i18n/review.ts';
import { Button } from '../../ui/button.tsx';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { ModelLine } from './model-line.tsx';
import { Notice } from './notice.tsx';
import { ReviewDesk } from './review-desk.tsx';
import type { BlindChecking } from './use-blind-check.ts';
import type { Corrections } from './use-corrections.ts';
import { useDoubtful } from './use-doubtful.ts';
import { useSeenRows } from './use-seen-rows.ts';

interface DoubtfulPanelProps {
  runs: Runs;
  run: Run;
  checking: BlindChecking;
  corrections: Corrections;
  /** The list takes the focus when it comes. */
  takesFocus: boolean;
}

export function DoubtfulPanel({ runs, run, checking, corrections, takesFocus }: DoubtfulPanelProps) {
  const doubtful = useDoubtful({ runs, run, check: checking.check ?? null, corrections });
  const [isAgain, setIsAgain] = useState(false);
  const { desk, row, total, waiting, error } = doubtful;
  const isDone = doubtful.isDone && !isAgain;
  useSeenRows(isDone ? null : row, checking);
  const left = waiting > 0 ? [reviewWords.doubtfulWaiting(waiting)] : [];
  const doneTitle = useFocusIfLost<HTMLParagraphElement>(isDone ? 'done' : 'open');
  const list = useFocusIfLost<HTMLDivElement>(isDone ? 'done' : 'open');
  useFocusOnArrival(list, takesFocus && total !== null);

  if (error !== null) {
    const { message, remedy } = toUndertoneError(error);
    return <Notice title={message} rest={remedy} />;
  }
  if (total === null) return <p className="page-intro">{reviewWords.looking}</p>;
  if (total === 0 && waiting > 0) return <Notice title={reviewWords.doubtfulAll} />;
  if (total === 0) return <Notice title={reviewWords.doubtfulNone} rest={reviewWords.doubtfulNoneRest} />;
  if (isDone) {
    return (
      <Notice
        ref={doneTitle}
        title={reviewWords.doubtfulDone(total)}
        rest={[reviewWords.doubtfulDoneRest, ...left].join(' ')}
      >
        <Button onClick={() => setIsAgain(true)}>{reviewWords.doubtfulAgain}</Button>
        {desk.canUndo && (
          <Button kind="text" onClick={() => desk.act({ kind: 'undo' })}>
            {reviewWords.undo}
          </Button>
        )}
      </Notice>
    );
  }
  const given = row === null ? null : (corrections.byText.get(row.text)?.label ?? null);
  return (
    <>
      <p className="review-note small">
        {reviewWords.doubtfulNote}
        {left.length > 0 && ` ${left.join(' ')}`}
        {run.state === 'running' && ` ${reviewWords.doubtfulRunning}`}
      </p>
      <ReviewDesk
        run={run}
        desk={desk}
        row={row}
        total={total}
        listRef={list}
        given={given}
        failure={corrections.error}
      >
        {row?.result?.kind === 'read' && <ModelLine reading={row.result.reading} given={given} />}
      </ReviewDesk>
    </>
  );
}

/** Its keys work at once; whoever has gone on to something else meanwhile is left there. */
function useFocusOnArrival(list: RefObject<HTMLElement | null>, isWanted: boolean): void {
  const hasArrived = useRef(false);
  useEffect(() => {
    if (!isWanted || hasArrived.current) return;
    hasArrived.current = true;
    // The place as a whole has the focus until then.
    if (list.current !== null && document.activeElement?.contains(list.current) === true)
      list.current.focus();
  }, [list, isWanted]);
}
