/** How the reading of a file goes, and the ways to start, pause, go on and stop it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { ErrorData } from '#core/contracts/errors';
import type { Run, RunState } from '#core/contracts/run';
import type { EngineState } from '#core/engine';
import { hasConsent } from '../../engine/consent.ts';
import { isMasking, serverKey } from '../../engine/server/server-session.ts';
import { serverWaits } from '../../engine/server/server-waits.ts';
import type { Runs, RunStanding } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { Button } from '../../ui/button.tsx';
import type { ReaderOffer } from '../../ui/reader-status.tsx';
import { ServerWaiting } from '../../ui/server-waiting.tsx';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { useWatched } from '../../ui/use-watched.ts';
import type { FilesReader } from './files-page.tsx';
import { haltWords } from './halt-words.ts';
import type { FilesServer } from './reading-place.ts';
import { RunReader } from './run-reader.tsx';
import { progressLine } from './run-words.ts';
import { startRun } from './start-run.ts';

interface RunBarProps {
  runs: Runs;
  standing: RunStanding;
  reader: FilesReader;
  state: EngineState;
  offer: ReaderOffer | null;
  server: FilesServer;
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

export function RunBar({ runs, standing, reader, state, offer, server }: RunBarProps) {
  const { run } = standing;
  const acting = useMutation({
    mutationFn: (act: Act) => (act === 'start' ? startRun(runs, reader, run.id) : runs[act](run.id)),
  });
  const [isAsked, setIsAsked] = useState(false);
  const hasFailed = state.kind === 'failed';
  const usual = acts[run.state];
  // Where nothing reads, there is nothing to start.
  const action = hasFailed && usual?.act === 'start' ? null : usual;
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
        {/* What the reader itself stands still for is said with the reader. */}
        {run.state === 'halted' && run.haltedBy !== null && !hasFailed && <Halted error={run.haltedBy} />}
        {acting.error !== null && (
          <p className="run-halted">
            <span className="files-strong">{toUndertoneError(acting.error).message}</span>{' '}
            {toUndertoneError(acting.error).remedy}
          </p>
        )}
      </div>
      {(action !== null || isStoppable) && (
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
          {!hasFailed && <BesideButtons runs={runs} run={run} />}
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
      {unfinished.has(run.state) && (
        <RunReader runs={runs} run={run} reader={reader} state={state} offer={offer} server={server} />
      )}
    </section>
  );
}

/** Why it does not go on by itself. */
function Halted({ error }: { error: ErrorData }) {
  const { message, rest } = haltWords(error, hasConsent() ? { hasKey: serverKey() !== null } : null);
  return (
    <p className="run-halted">
      <span className="files-strong">{message}</span> {rest}
    </p>
  );
}

/** What pressing the button means: before it, what would be sent; while it runs, what ends it. */
function BesideButtons({ runs, run }: { runs: Runs; run: Run }) {
  const words = filesWords.run;
  const isSent = hasConsent();
  const left = useQuery({
    queryKey: ['files', run.id, 'texts-left', run.counts.rows, 0],
    queryFn: () => runs.textsLeft(run.id, 0),
    enabled: isSent && run.state !== 'running' && unfinished.has(run.state),
  });
  if (run.state === 'running' || (run.state === 'ready' && !isSent))
    return <p className="small">{words.closingPauses}</p>;
  if (!isSent || !unfinished.has(run.state) || left.data === undefined) return null;
  const { count } = left.data;
  const button = acts[run.state]?.label ?? words.start;
  if (count === 0) return <p className="small">{words.sendsNone(button)}</p>;
  return (
    <p className="small">
      {words.sends(button, count, location.host)}
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
    const waits = run.state === 'running' && !canRead && state.kind !== 'failed';
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
  return (
    <p className="run-line">{state.kind === 'failed' ? filesWords.run.noneRead : filesWords.run.waits}</p>
  );
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
