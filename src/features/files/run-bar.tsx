/** How the reading of a file goes, and the ways to start, pause, go on and stop it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { ErrorData } from '#core/contracts/errors';
import type { RunState } from '#core/contracts/run';
import type { EngineState } from '#core/engine';
import { hasConsent } from '../../engine/consent.ts';
import { isMasking, serverKey } from '../../engine/server/server-session.ts';
import { serverWaits } from '../../engine/server/server-waits.ts';
import type { Runs, RunStanding } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { Button } from '../../ui/button.tsx';
import { ReaderStatus } from '../../ui/reader-status.tsx';
import type { ReaderOffer } from '../../ui/reader-status.tsx';
import { asksForKey, serverProblemWords } from '../../ui/server-problem-words.ts';
import { ServerWaiting } from '../../ui/server-waiting.tsx';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { useWatched } from '../../ui/use-watched.ts';
import type { FilesReader } from './files-page.tsx';
import { progressLine } from './run-words.ts';
import { startRun } from './start-run.ts';

interface RunBarProps {
  runs: Runs;
  standing: RunStanding;
  reader: FilesReader;
  state: EngineState;
  offer: ReaderOffer | null;
}

type Act = 'start' | 'pause' | 'stop';

/** What the one button does in each state; null where there is nothing left to do. */
const acts = {
  'taking-in': null,
  ready: { act: 'start', label: filesWords.run.start },
  running: { act: 'pause', label: filesWords.run.pause },
  paused: { act: 'start', label: filesWords.run.goOn },
  halted: { act: 'start', label: filesWords.run.goOn },
  stopped: null,
  done: null,
} as const satisfies Record<RunState, { act: Act; label: string } | null>;

const stoppable: ReadonlySet<RunState> = new Set(['running', 'paused', 'halted']);
const unfinished: ReadonlySet<RunState> = new Set(['ready', 'running', 'paused', 'halted']);

export function RunBar({ runs, standing, reader, state, offer }: RunBarProps) {
  const { run } = standing;
  const acting = useMutation({
    mutationFn: (act: Act) => (act === 'start' ? startRun(runs, reader, run.id) : runs[act](run.id)),
  });
  const [isAsked, setIsAsked] = useState(false);
  const action = acts[run.state];
  const button = useFocusIfLost<HTMLButtonElement>(`${isAsked} ${run.state}`);
  const isStoppable = stoppable.has(run.state);
  const wait = useWatched(serverWaits, serverWaits.get);

  if (run.state === 'taking-in') return <p className="run-bar run-note">{filesWords.takingElsewhere}</p>;
  return (
    <section className="run-bar" aria-label={filesWords.run.progressName} data-state={run.state}>
      <div className="run-course">
        {run.state !== 'done' && (
          <progress
            className="progress"
            aria-label={filesWords.run.progressName}
            value={run.counts.rows}
            max={Math.max(1, run.rows)}
          />
        )}
        <RunLine runs={runs} standing={standing} state={state} />
        {run.state === 'running' && wait !== null && <ServerWaiting untilMs={wait.untilMs} />}
        {run.state === 'halted' && run.haltedBy !== null && <Halted error={run.haltedBy} />}
        {acting.error !== null && (
          <p className="run-halted">
            <span className="files-strong">{toUndertoneError(acting.error).message}</span>{' '}
            {toUndertoneError(acting.error).remedy}
          </p>
        )}
      </div>
      {(action !== null || isAsked) && (
        <div className="run-acts">
          <p className="run-buttons">
            {/* One button for all states, so that it keeps the focus. */}
            {action !== null && (
              <Button ref={button} onClick={() => acting.mutate(action.act)}>
                {action.label}
              </Button>
            )}
            {isStoppable && !isAsked && (
              <Button kind="text" onClick={() => setIsAsked(true)}>
                {filesWords.run.stop}
              </Button>
            )}
          </p>
          <BesideButtons standing={standing} />
        </div>
      )}
      {isStoppable && isAsked && (
        <StopQuestion
          onStop={() => {
            setIsAsked(false);
            acting.mutate('stop');
          }}
          onGoOn={() => setIsAsked(false)}
        />
      )}
      {unfinished.has(run.state) && <ReaderOnItsWay reader={reader} state={state} offer={offer} />}
    </section>
  );
}

/** Why it does not go on by itself. */
function Halted({ error }: { error: ErrorData }) {
  const { message, remedy } = hasConsent() ? serverProblemWords(error, serverKey() !== null) : error;
  const words = filesWords.run;
  const rest = hasConsent() && asksForKey(error) ? words.keyInSettings : (remedy ?? words.goOnLater);
  return (
    <p className="run-halted">
      <span className="files-strong">{message}</span> {rest}
    </p>
  );
}

/** What pressing the button means: before it, what would be sent; while it runs, what ends it. */
function BesideButtons({ standing: { run } }: Pick<RunBarProps, 'standing'>) {
  const words = filesWords.run;
  const isSent = hasConsent();
  if (run.state === 'running' || (run.state === 'ready' && !isSent))
    return <p className="small">{words.closingPauses}</p>;
  if (!isSent || !unfinished.has(run.state)) return null;
  const left = run.rows - run.counts.rows;
  return (
    <p className="small">
      {words.sends(acts[run.state]?.label ?? words.start, left, location.host)}
      {isMasking() && ` ${words.sendsMasked}`}
    </p>
  );
}

/** In figures how far it is; before it starts, how long it will take. */
function RunLine({ runs, standing, state }: Pick<RunBarProps, 'runs' | 'standing' | 'state'>) {
  const { run } = standing;
  const isReady = run.state === 'ready';
  const canRead = state.kind === 'ready' || state.kind === 'resting';
  // To time it is to send rows, which is not asked for before the start.
  const isTimed = isReady && !hasConsent();
  const timed = useQuery({
    queryKey: ['files', run.id, 'estimate'],
    queryFn: ({ signal }) => runs.estimate(run.id, signal),
    enabled: isTimed && canRead,
  });
  if (!isReady) {
    const waits = run.state === 'running' && !canRead;
    return (
      <p className="run-line">
        {progressLine(standing)}
        {waits && ` · ${filesWords.run.waits}`}
      </p>
    );
  }
  if (timed.data !== undefined)
    return <p className="run-line">{filesWords.run.estimate(timed.data.totalMs)}</p>;
  if (timed.error !== null) {
    const { message, remedy } = toUndertoneError(timed.error);
    return (
      <p className="run-line">
        {message} {remedy}
      </p>
    );
  }
  if (canRead) return <p className="run-line">{isTimed ? filesWords.run.timing : filesWords.run.notSent}</p>;
  return <p className="run-line">{filesWords.run.waits}</p>;
}

function StopQuestion({ onStop, onGoOn }: { onStop: () => void; onGoOn: () => void }) {
  const words = filesWords.run;
  const first = useFocusWhenShown<HTMLButtonElement>();
  return (
    <div className="run-question" role="group" aria-label={words.stopSure}>
      <p>{words.stopSure}</p>
      <p className="run-answers">
        <Button onClick={onStop}>{words.stopYes}</Button>
        <Button ref={first} kind="text" onClick={onGoOn}>
          {words.stopNo}
        </Button>
      </p>
    </div>
  );
}

function ReaderOnItsWay({ reader, state, offer }: Pick<RunBarProps, 'reader' | 'state' | 'offer'>) {
  if (state.kind === 'failed') {
    return (
      <div className="run-reader">
        <p className="files-strong">{state.error.message}</p>
        <p>{state.error.remedy}</p>
        <Button onClick={reader.start}>{filesWords.tryAgain}</Button>
      </div>
    );
  }
  if (state.kind === 'ready' || state.kind === 'resting') return null;
  return (
    <div className="run-reader">
      <ReaderStatus
        state={state}
        wasStopped={reader.wasStopped}
        offer={offer}
        onStart={reader.start}
        onStop={reader.stop}
      />
    </div>
  );
}
