/** The blind check of a run: what the person says first, then what the model says; figures once it has ended. */
import { useEffect, useRef, useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import { isFinished } from '#core/contracts/run';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { reviewWords } from '../../i18n/review.ts';
import type { BlindCheck } from '../../storage/blind-check.ts';
import { Button } from '../../ui/button.tsx';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { figuresOf, standingOf } from '../../storage/blind-figures.ts';
import type { BlindStanding } from '../../storage/blind-figures.ts';
import { BlindFiguresView } from './blind-figures-view.tsx';
import { endedNow } from './check-steps.ts';
import { ModelLine } from './model-line.tsx';
import { Notice } from './notice.tsx';
import { ReviewDesk } from './review-desk.tsx';
import type { BlindChecking } from './use-blind-check.ts';
import { useBlindDesk } from './use-blind-desk.ts';
import type { Corrections } from './use-corrections.ts';

interface BlindPanelProps {
  runs: Runs;
  run: Run;
  checking: BlindChecking;
  corrections: Corrections;
}

export function BlindPanel({ runs, run, checking, corrections }: BlindPanelProps) {
  const { check, error, change } = checking;
  if (check !== null && check !== undefined)
    return (
      <Check runs={runs} run={run} check={check} change={change} failure={error} corrections={corrections} />
    );
  if (error !== null) {
    const { message, remedy } = toUndertoneError(error);
    return <Notice title={message} rest={remedy} />;
  }
  if (check === undefined) return <p className="page-intro">{reviewWords.blindDrawing}</p>;
  if (isFinished(run)) return <Notice title={reviewWords.nothingRead} />;
  return <Notice title={reviewWords.blindStillReading} rest={reviewWords.blindStillReadingRest} />;
}

interface CheckProps extends Omit<BlindPanelProps, 'checking'> {
  check: BlindCheck;
  change: BlindChecking['change'];
  /** Why the last change could not be kept; null where it could. */
  failure: Error | null;
}

function Check({ runs, run, check, change, failure, corrections }: CheckProps) {
  const { desk, row, answer, error } = useBlindDesk({ runs, run, check, change, corrections });
  const standing = standingOf(check);
  const figures = figuresOf(check, run.counts.byLabel);
  const hasEnded = check.endedAtMs !== null;
  const title = useFocusOnEnd(hasEnded);
  const list = useRef<HTMLDivElement>(null);
  const given = answer?.label ?? null;

  if (error !== null) {
    const { message, remedy } = toUndertoneError(error);
    return <Notice title={message} rest={remedy} />;
  }
  return (
    <>
      {figures !== null && (
        <BlindFiguresView run={run} check={check} standing={standing} figures={figures} titleRef={title} />
      )}
      {hasEnded && figures === null && <Notice title={reviewWords.figuresNone} />}
      {!hasEnded && <p className="review-note small">{reviewWords.blindNote(standing.total)}</p>}
      {hasEnded && <h2 className="review-heading">{reviewWords.checkedRows}</h2>}
      <ReviewDesk
        run={run}
        desk={desk}
        row={row}
        total={standing.total}
        listRef={list}
        given={given}
        failure={failure}
        isClosed={hasEnded}
      >
        {row?.result?.kind === 'read' && (given !== null || hasEnded) ? (
          <ModelLine reading={row.result.reading} given={given} />
        ) : (
          <p className="review-hidden small">
            {answer !== null && `${reviewWords.passedOver} `}
            {reviewWords.modelHidden}
          </p>
        )}
      </ReviewDesk>
      {!hasEnded && (
        <Standing
          standing={standing}
          onEnd={() => change({ change: (now) => endedNow(now, Date.now()), replacement: null })}
        />
      )}
    </>
  );
}

/** The figures take the focus when they come, since what held it is gone. */
function useFocusOnEnd(hasEnded: boolean) {
  const title = useRef<HTMLHeadingElement>(null);
  const had = useRef(hasEnded);
  useEffect(() => {
    if (hasEnded && !had.current) title.current?.focus();
    had.current = hasEnded;
  }, [hasEnded]);
  return title;
}

function Standing({ standing, onEnd }: { standing: BlindStanding; onEnd: () => void }) {
  const { answered, skipped, total } = standing;
  const [isAsking, setIsAsking] = useState(false);
  const end = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);

  // The question goes, and gives the focus back to the button that asked it.
  useEffect(() => {
    if (wasAsking.current && !isAsking) end.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);

  const isRestSkipped = skipped > 0 && answered + skipped === total;
  return (
    <div className="review-standing">
      <progress className="progress" aria-label={reviewWords.blind} value={answered} max={total} />
      {isAsking ? (
        <EndQuestion
          question={reviewWords.blindEndSure(answered, total)}
          onYes={onEnd}
          onNo={() => setIsAsking(false)}
        />
      ) : (
        <p className="page-actions">
          <span className="small">
            {reviewWords.blindProgress(answered, total)}
            {isRestSkipped && ` ${reviewWords.blindSkipped(skipped)}`}
          </span>
          <Button ref={end} kind="text" inactive={answered === 0} onClick={() => setIsAsking(true)}>
            {reviewWords.blindEnd}
          </Button>
        </p>
      )}
    </div>
  );
}

interface EndQuestionProps {
  question: string;
  onYes: () => void;
  onNo: () => void;
}

function EndQuestion({ question, onYes, onNo }: EndQuestionProps) {
  const no = useFocusWhenShown<HTMLButtonElement>();
  return (
    <div role="group" aria-label={question} className="page-actions">
      <p>{question}</p>
      <Button onClick={onYes}>{reviewWords.blindEndYes}</Button>
      <Button kind="text" ref={no} onClick={onNo}>
        {reviewWords.blindEndNo}
      </Button>
    </div>
  );
}
