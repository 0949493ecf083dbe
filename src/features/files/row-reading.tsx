/** One row read in full: its verdict, where the model saw it, what a person says of it, and all its cells. */
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Analysis, VerdictLabel } from '#core/contracts/analysis';
import { toUndertoneError } from '#core/contracts/errors';
import type { RowReading as Reading } from '#core/contracts/row-result';
import { modelOfRow } from '#core/contracts/run';
import type { RowView, Run } from '#core/contracts/run';
import type { EngineState } from '#core/engine';
import { relabel } from '#core/score/relabel';
import { hasConsent } from '../../engine/consent.ts';
import type { Router } from '../../engine/router.ts';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { readWords } from '../../i18n/read.ts';
import { Button } from '../../ui/button.tsx';
import { Correction } from '../../ui/reading/correction.tsx';
import { readingParts } from '../../ui/reading/reading-parts.ts';
import { ReadingView } from '../../ui/reading/reading-view.tsx';
import { shortVerdict } from '../../ui/reading/verdict-words.ts';
import { Verdict } from '../../ui/reading/verdict.tsx';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { RowCells } from './row-cells.tsx';
import { placeInFile, reasonOf } from './row-words.ts';
import { useRowCorrection } from './use-row-correction.ts';
import './row-reading.css';

export interface RowReadingProps {
  runs: Runs;
  run: Run;
  row: number;
  /** Confidence below which a text is unsure, 0 to 1; null as the model has it. */
  unsureBelow: number | null;
  engine: Router;
  state: EngineState;
  /** It stands over the page instead of beside the table. */
  isOver: boolean;
  /** It is to be quoted. */
  isPicked: boolean;
  onPick: (isPicked: boolean) => void;
  /** Null where there is no next or previous one. */
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
  onClose: () => void;
}

export function RowReading(props: RowReadingProps) {
  const { runs, run, row, isOver, onNext, onPrevious, onClose } = props;
  const words = filesWords.row;
  const dialog = useOpenDialog(isOver, onClose);
  const title = useRef<HTMLHeadingElement>(null);
  // While it runs, a row that was not read yet may be by now.
  const looked = useQuery({
    queryKey: ['files', run.id, 'row', row],
    queryFn: () => runs.row(run.id, row),
    staleTime: 0,
    refetchInterval: ({ state }) => (run.state === 'running' && state.data?.result === null ? 1500 : false),
  });
  const view = looked.data;

  useEffect(() => title.current?.focus({ preventScroll: true }), [row]);

  return (
    <dialog ref={dialog} className="row-reading" aria-labelledby="row-reading-title">
      <div className="row-reading-head">
        <h2 id="row-reading-title" className="section-title" tabIndex={-1} ref={title}>
          {view === undefined || view === null
            ? words.loading
            : words.title(view.row + 1, placeInFile(run, view))}
        </h2>
        <p className="row-reading-ways">
          <Button kind="text" inactive={onPrevious === null} onClick={onPrevious ?? undefined}>
            {words.previous}
          </Button>
          <Button kind="text" inactive={onNext === null} onClick={onNext ?? undefined}>
            {words.next}
          </Button>
          <Button kind="text" onClick={onClose}>
            {words.close}
          </Button>
        </p>
      </div>
      {view === null && <p>{words.gone}</p>}
      {view !== null && view !== undefined && <OpenRow key={row} {...props} view={view} />}
    </dialog>
  );
}

/** Beside the table it leaves the rest of the page in use; over it, it does not. */
function useOpenDialog(isOver: boolean, onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const own = dialog.current;
    if (own === null) return undefined;
    if (isOver) own.showModal();
    else own.show();
    return () => own.close();
  }, [isOver]);
  useEffect(() => {
    const own = dialog.current;
    const onKeyDown = (event: Event): void => {
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
      event.preventDefault();
      onClose();
    };
    // Over the page it is the browser that closes it: on a phone by the way back, which is no key.
    own?.addEventListener('keydown', onKeyDown);
    own?.addEventListener('cancel', onKeyDown);
    return () => {
      own?.removeEventListener('keydown', onKeyDown);
      own?.removeEventListener('cancel', onKeyDown);
    };
  }, [onClose]);
  return dialog;
}

interface OpenRowProps extends RowReadingProps {
  view: RowView;
}

function OpenRow(props: OpenRowProps) {
  const { view, run } = props;
  const { result, text } = view;
  return (
    <>
      {view.fault !== null && (
        <p className="row-fault">{filesWords.row.fault(filesWords.faults[view.fault])}</p>
      )}
      {result?.kind === 'read' ? (
        <ReadRow {...props} reading={result.reading} />
      ) : (
        <>
          <p className="row-reason">{reasonOf(view)}</p>
          {text.trim() !== '' && <p className="row-text">{text}</p>}
        </>
      )}
      <RowCells run={run} view={view} />
    </>
  );
}

interface ReadRowProps extends OpenRowProps {
  reading: Reading;
}

function ReadRow(props: ReadRowProps) {
  const { view, run, unsureBelow, engine, state, reading, isPicked, onPick } = props;
  const words = filesWords.row;
  const { text } = view;
  const canRead = state.kind === 'ready' || state.kind === 'resting';
  const facts = state.kind === 'ready' ? state.facts?.model : undefined;
  const anew = useQuery({
    queryKey: ['files', 'reading', `${facts?.name} ${facts?.version}`, text],
    queryFn: ({ signal }) => engine.analyze({ text, anyLanguage: true }, { signal }),
    // What reads on the server sends the text, which nothing but its button does.
    enabled: canRead && !hasConsent(),
    gcTime: 60_000,
    structuralSharing: false,
  });
  // The button that sends it goes as it is pressed.
  const verdict = useFocusIfLost<HTMLElement>(String(anew.isFetching && hasConsent()));
  // What is kept of the row stands there at once; the words it was seen in come with the reading anew.
  const keptModel = modelOfRow(run, view);
  const given = useMemo(() => anew.data ?? keptAnalysis(reading, keptModel), [anew.data, reading, keptModel]);
  const shown = useMemo(
    () => (unsureBelow === null ? given : { ...given, ...relabel(given, unsureBelow) }),
    [given, unsureBelow],
  );
  const isOther = anew.data !== undefined && anew.data.label !== reading.label;
  const showsWhere = shown.evidence.length > 0;
  const parts = useMemo(() => readingParts(text, shown), [text, shown]);

  return (
    <>
      <section ref={verdict} tabIndex={-1} aria-label={words.verdict} data-label={shown.label}>
        <Verdict analysis={shown} />
        {isOther && <p className="small row-changed">{words.changed(shortVerdict(reading))}</p>}
      </section>
      <RowCorrection run={run} view={view} modelLabel={reading.label} isPicked={isPicked} onPick={onPick} />
      <ReadingView
        title={showsWhere ? readWords.whereSeen : readWords.sentences}
        listName={readWords.sentences}
        parts={parts}
        isCurrent={!anew.isFetching}
        aside={<Aside anew={anew} canRead={canRead} />}
      />
    </>
  );
}

type Shown = Pick<Analysis, 'label' | 'probabilities' | 'sentences' | 'reviewReasons' | 'evidence'> & {
  model: Pick<Analysis['model'], 'name' | 'version' | 'calibrated'>;
};

function keptAnalysis(reading: Reading, model: Analysis['model'] | null): Shown {
  return { ...reading, evidence: [], model: model ?? { name: '', version: '' } };
}

interface AsideProps {
  anew: UseQueryResult<Analysis>;
  canRead: boolean;
}

/** What is to be said where no words are marked. */
function Aside({ anew, canRead }: AsideProps): ReactNode {
  const words = filesWords.row;
  const { data, error, isFetching } = anew;
  if (data !== undefined) {
    return data.evidence.length > 0 ? null : <p className="reading-aside">{readWords.own.showsNotWhere}</p>;
  }
  if (canRead && !isFetching && hasConsent()) {
    return (
      <p className="reading-aside">
        {error !== null && `${toUndertoneError(error).message} `}
        <Button kind="text" onClick={() => void anew.refetch()}>
          {words.send}
        </Button>
      </p>
    );
  }
  return <p className="reading-aside">{isFetching ? words.reading : words.evidenceLater}</p>;
}

interface RowCorrectionProps extends Pick<OpenRowProps, 'run' | 'view' | 'isPicked' | 'onPick'> {
  modelLabel: VerdictLabel;
}

function RowCorrection({ run, view, modelLabel, isPicked, onPick }: RowCorrectionProps) {
  const [isCorrecting, setIsCorrecting] = useState(false);
  const correction = useRowCorrection(run, view, modelLabel);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <div className="row-correction">
      <p className="row-ways">
        <Button
          ref={button}
          aria-expanded={isCorrecting}
          onClick={() => setIsCorrecting((isOpen) => !isOpen)}
        >
          {readWords.correct}
        </Button>
        <Button kind="text" aria-pressed={isPicked} onClick={() => onPick(!isPicked)}>
          {isPicked ? filesWords.row.picked : filesWords.row.pick}
        </Button>
      </p>
      <Correction
        correction={correction}
        isOpen={isCorrecting}
        onClose={() => {
          setIsCorrecting(false);
          button.current?.focus();
        }}
      />
    </div>
  );
}
