/** Review: a person reads rows of a file themselves, and what they said is kept. */
import { toUndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { reviewWords } from '../../i18n/review.ts';
import { Button } from '../../ui/button.tsx';
import type { PlaceAddress } from '../../ui/place-address.ts';
import { BlindPanel } from './blind-panel.tsx';
import { standingOf } from '../../storage/blind-figures.ts';
import { CorrectionsPanel } from './corrections-panel.tsx';
import { DoubtfulPanel } from './doubtful-panel.tsx';
import { Notice } from './notice.tsx';
import { queues, QueueTabs } from './queue-tabs.tsx';
import type { Queue } from './queue-tabs.tsx';
import { useBlindCheck } from './use-blind-check.ts';
import { useCorrections } from './use-corrections.ts';
import type { Corrections } from './use-corrections.ts';
import { useDoubtfulLeft } from './use-doubtful-left.ts';
import { useReviewRun } from './use-review-run.ts';
import './corrections.css';
import './review.css';

export interface ReviewPageProps {
  runs: Runs;
  /** Its detail is the run that is reviewed; null for the newest. Its parameter `queue` is what of it is shown. */
  address: PlaceAddress;
  /** The person asked for this run elsewhere, by a button that is gone now. */
  isSentHere?: boolean;
  /** Goes to Files. */
  onFiles: () => void;
}

export function ReviewPage({ runs, address, isSentHere = false, onFiles }: ReviewPageProps) {
  const { list, run, error } = useReviewRun(runs, address.detail);
  const corrections = useCorrections();
  return (
    <div className="page review">
      <h1 className="page-title">{reviewWords.title}</h1>
      {run === null ? (
        <>
          {list === null ? (
            <Unlisted error={error} />
          ) : (
            <NoRun
              list={list}
              isNamed={address.detail !== null}
              onRun={(id) => address.open(id)}
              onFiles={onFiles}
            />
          )}
          <section className="page-section" aria-labelledby="review-corrections-title">
            <h2 id="review-corrections-title" className="review-heading">
              {reviewWords.corrections}
            </h2>
            <CorrectionsPanel corrections={corrections} />
          </section>
        </>
      ) : (
        <>
          <RunChoice list={list ?? []} run={run} onRun={(id) => address.open(id, address.parameters)} />
          <RunReview
            key={run.id}
            runs={runs}
            run={run}
            corrections={corrections}
            address={address}
            isSentHere={isSentHere}
          />
        </>
      )}
    </div>
  );
}

function Unlisted({ error }: { error: Error | null }) {
  if (error === null) return <p className="page-intro">{reviewWords.looking}</p>;
  const { message, remedy } = toUndertoneError(error);
  return <Notice title={message} rest={remedy} />;
}

interface NoRunProps {
  list: readonly Run[];
  /** The address names one, which is not there. */
  isNamed: boolean;
  onRun: (runId: string | null) => void;
  onFiles: () => void;
}

function NoRun({ list, isNamed, onRun, onFiles }: NoRunProps) {
  const isOther = isNamed && list.length > 0;
  return (
    <Notice
      title={isNamed ? reviewWords.fileGone : reviewWords.noFile}
      {...(isOther ? {} : { rest: reviewWords.noFileRest })}
    >
      {isOther && <Button onClick={() => onRun(null)}>{reviewWords.otherFile}</Button>}
      <Button kind={isOther ? 'text' : 'outlined'} onClick={onFiles}>
        {reviewWords.toFiles}
      </Button>
    </Notice>
  );
}

interface RunChoiceProps {
  list: readonly Run[];
  run: Run;
  onRun: (runId: string) => void;
}

function RunChoice({ list, run, onRun }: RunChoiceProps) {
  const words = (one: Run) => reviewWords.fileOf(one.name, one.counts.read, one.createdAtMs);
  if (list.length < 2) return <p className="page-intro review-run">{words(run)}</p>;
  return (
    <label className="review-run">
      <span className="visually-hidden">{reviewWords.file}</span>
      <select className="review-select" value={run.id} onChange={(event) => onRun(event.target.value)}>
        {list.map((one) => (
          <option key={one.id} value={one.id}>
            {words(one.id === run.id ? run : one)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface RunReviewProps {
  runs: Runs;
  run: Run;
  corrections: Corrections;
  address: PlaceAddress;
  isSentHere: boolean;
}

function RunReview({ runs, run, corrections, address, isSentHere }: RunReviewProps) {
  const checking = useBlindCheck(runs, run);
  const doubtfulLeft = useDoubtfulLeft(runs, run, corrections);
  const shown = queues.find((queue) => queue === address.parameters['queue']) ?? 'doubtful';
  const standing = checking.check ? standingOf(checking.check) : null;
  const counts: Record<Queue, string | null> = {
    doubtful: doubtfulLeft === null ? null : reviewWords.count(doubtfulLeft),
    blind: standing === null ? null : reviewWords.countOf(standing.answered, standing.total),
    corrections: corrections.list === null ? null : reviewWords.count(corrections.list.length),
  };
  const panel = { runs, run, checking, corrections };
  return (
    <QueueTabs
      shown={shown}
      counts={counts}
      onShow={(queue) => address.setParameters({ queue: queue === 'doubtful' ? null : queue })}
    >
      {shown === 'doubtful' && <DoubtfulPanel {...panel} takesFocus={isSentHere} />}
      {shown === 'blind' && <BlindPanel {...panel} />}
      {shown === 'corrections' && <CorrectionsPanel corrections={corrections} />}
    </QueueTabs>
  );
}
