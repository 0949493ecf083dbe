/** One file: how its reading goes, and what came of it. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { Manifest } from '#core/contracts/manifest';
import { isFinished } from '#core/contracts/run';
import type { RowFilter, Run } from '#core/contracts/run';
import type { EngineState } from '#core/engine';
import { hasConsent } from '../../engine/consent.ts';
import type { Runs, RunStanding } from '../../engine/runs/runs.ts';
import { serverKey } from '../../engine/server/server-session.ts';
import { filesWords } from '../../i18n/files.ts';
import { picturesWords } from '../../i18n/pictures.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import type { PlaceAddress } from '../../ui/place-address.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import type { ReaderOffer } from '../../ui/reader-status.tsx';
import { spokenServerProblem } from '../../ui/server-problem-words.ts';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import type { FilesReader } from './files-page.tsx';
import type { FilesServer } from './reading-place.ts';
import { filterParameters, openParameters } from './row-address.ts';
import { MalformedLines } from './malformed-lines.tsx';
import { ExportSection } from './export/export-section.tsx';
import { CheckSection } from './pictures/check-section.tsx';
import { PicturesSection } from './pictures/pictures-section.tsx';
import { thresholdsOf } from './pictures/thresholds-of.ts';
import { useReportSettings } from './pictures/use-report-settings.ts';
import { useCountsByLine } from './pictures/use-summary.ts';
import { RowsSection } from './rows-section.tsx';
import { RunBar } from './run-bar.tsx';
import { contentsLine, spokenRun } from './run-words.ts';
import { useCheckFigures } from './use-check-figures.ts';
import { usePickedRows } from './use-picked-rows.ts';
import { useRun } from './use-run.ts';
import './run.css';

interface RunPageProps {
  runs: Runs;
  runId: string;
  reader: FilesReader;
  state: EngineState;
  manifest: Manifest | null;
  offer: ReaderOffer | null;
  server: FilesServer;
  address: PlaceAddress;
  onReview: (runId: string) => void;
}

export function RunPage(props: RunPageProps) {
  const { runs, runId, address } = props;
  const { standing, wasHere, error } = useRun(runs, runId);
  const toFiles = () => address.open(null);

  if (standing === undefined && error !== null) {
    return (
      <div className="page">
        <ProblemNotice {...error} action={filesWords.toFiles} onAction={toFiles} />
      </div>
    );
  }
  if (standing === undefined) {
    return (
      <p className="page-intro files-coming" role="status">
        {filesWords.loading}
      </p>
    );
  }
  if (standing === null) {
    return (
      <div className="page">
        <h1 className="page-title">{wasHere ? filesWords.erasedElsewhere : filesWords.gone}</h1>
        <p className="page-intro">{wasHere ? filesWords.erasedElsewhereRest : filesWords.goneRest}</p>
        <p className="page-actions">
          <Button onClick={toFiles}>{filesWords.toFiles}</Button>
        </p>
      </div>
    );
  }
  return <OpenRun {...props} standing={standing} />;
}

interface OpenRunProps extends RunPageProps {
  standing: RunStanding;
}

function OpenRun(props: OpenRunProps) {
  const { runs, standing, reader, state, manifest, offer, server, address, onReview } = props;
  const [picked, pick] = usePickedRows(standing.run.id);
  const [settings, setSettings] = useReportSettings(standing.run.id);
  const { run } = standing;
  const counts = useCountsByLine(run, settings, thresholdsOf(manifest, run.models));
  const check = useCheckFigures(run);
  const title = useFocusIfLost<HTMLHeadingElement>(run.id, true);
  const hasRows = run.state !== 'taking-in';
  // From the start on, so that nothing moves when the first results come.
  const hasFigures = run.counts.read > 0 || run.state === 'running';

  /** The rows that a figure stands for, below the pictures. */
  function showRows(filter: RowFilter): void {
    address.setParameters({ ...filterParameters(filter), ...openParameters(null) }, true);
    toRows();
  }

  return (
    <div className="run">
      <header className="run-head">
        <h1 className="page-title files-name" tabIndex={-1} ref={title}>
          {run.name}
        </h1>
        <p className="run-contents">{contentsLine(run)}</p>
        {hasRows && run.counts.malformed > 0 && <MalformedLines runs={runs} run={run} />}
        <RunWays runs={runs} run={run} hasFigures={hasFigures} address={address} onReview={onReview} />
      </header>
      <RunBar runs={runs} standing={standing} reader={reader} state={state} offer={offer} server={server} />
      {hasFigures && (
        <div className="run-figures">
          <div className="run-pictures">
            {/* Figures of no rows would stand there until they are added up anew. */}
            {run.counts.read > 0 ? (
              <PicturesSection
                runs={runs}
                standing={standing}
                manifest={manifest}
                settings={settings}
                onSettings={setSettings}
                onFilter={showRows}
              />
            ) : (
              <p className="run-note">{picturesWords.nothing}</p>
            )}
            {check !== null && <CheckSection figures={check} counts={run.counts.byLabel} />}
          </div>
          <ExportSection
            runs={runs}
            standing={standing}
            manifest={manifest}
            settings={settings}
            check={check}
            picked={picked}
          />
        </div>
      )}
      {hasRows && (
        <RowsSection
          runs={runs}
          run={run}
          counts={counts}
          unsureBelow={settings.unsureBelow}
          state={state}
          reader={reader}
          address={address}
          picked={picked}
          onPick={pick}
        />
      )}
      <LiveRegion message={spokenOf(run, state)} />
    </div>
  );
}

/** What keeps it from being read is heard as it is seen. */
function spokenOf(run: Run, state: EngineState): string {
  const keyOfServer = hasConsent() ? { hasKey: serverKey() !== null } : null;
  if (state.kind !== 'failed' || isFinished(run)) return spokenRun(run, keyOfServer);
  return keyOfServer === null
    ? `${state.error.message} ${state.error.remedy}`
    : spokenServerProblem(state.error, keyOfServer.hasKey);
}

function toRows(): void {
  const title = document.getElementById('rows-title');
  // A focus alone leaves it wherever it comes into sight, mostly at the lower edge.
  title?.scrollIntoView();
  title?.focus({ preventScroll: true });
}

interface RunWaysProps {
  runs: Runs;
  run: Run;
  /** They stand above the rows. */
  hasFigures: boolean;
  address: PlaceAddress;
  onReview: (runId: string) => void;
}

/** Where one can go from here, and the way to be rid of the file. */
function RunWays({ runs, run, hasFigures, address, onReview }: RunWaysProps) {
  const [isAsked, setIsAsked] = useState(false);
  const erasing = useMutation({
    mutationFn: () => runs.erase(run.id),
    onSuccess: () => address.open(null),
  });
  const erase = useFocusIfLost<HTMLButtonElement>(String(isAsked));
  const words = filesWords.earlier;
  return (
    <>
      <p className="run-ways">
        <Button kind="text" onClick={() => address.open(null)}>
          {filesWords.toFiles}
        </Button>
        {hasFigures && (
          <Button kind="text" onClick={toRows}>
            {filesWords.run.toRows}
          </Button>
        )}
        {run.counts.read > 0 && (
          <Button kind="text" onClick={() => onReview(run.id)}>
            {filesWords.run.review}
          </Button>
        )}
        {!isAsked && (
          <Button ref={erase} kind="text" onClick={() => setIsAsked(true)}>
            {filesWords.run.erase}
          </Button>
        )}
      </p>
      {isAsked && (
        <EraseQuestion
          question={words.sure(run.name)}
          onErase={() => erasing.mutate()}
          onKeep={() => setIsAsked(false)}
        />
      )}
      {erasing.error !== null && <p className="small">{toUndertoneError(erasing.error).message}</p>}
    </>
  );
}

interface EraseQuestionProps {
  question: string;
  onErase: () => void;
  onKeep: () => void;
}

function EraseQuestion({ question, onErase, onKeep }: EraseQuestionProps) {
  const keep = useFocusWhenShown<HTMLButtonElement>();
  return (
    <div className="run-question" role="group" aria-label={question}>
      <p>{question}</p>
      <p className="run-answers">
        <Button onClick={onErase}>{filesWords.earlier.yes}</Button>
        <Button ref={keep} kind="text" onClick={onKeep}>
          {filesWords.earlier.keep}
        </Button>
      </p>
    </div>
  );
}
