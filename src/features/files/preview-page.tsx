/** A file before it is taken in: how it would be read, which columns are what, and its first rows. */
import type { ReactNode } from 'react';
import type { Run } from '#core/contracts/run';
import type { Inspection } from '#core/contracts/table';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { ColumnChoice } from './column-choice.tsx';
import { RemovalNote } from './history-note.tsx';
import type { SettingsWay } from './history-note.tsx';
import type { PickedFile } from './pasted-file.ts';
import { PickButton } from './pick-button.tsx';
import { PreviewTable } from './preview-table.tsx';
import type { ReadingPlace } from './reading-place.ts';
import { ShapeControls } from './shape-controls.tsx';
import { guessWords, rolesWords } from './shape-words.ts';
import { usePreview } from './use-preview.ts';
import type { PreviewControl } from './use-preview.ts';
import { useTakingIn } from './use-taking-in.ts';
import type { TakingIn } from './use-taking-in.ts';
import './preview.css';

interface PreviewPageProps {
  runs: Runs;
  picked: PickedFile;
  /** Where its rows will be read. */
  place: ReadingPlace;
  settings: SettingsWay;
  /** Sentences about what came besides a file. */
  news: readonly string[];
  onPick: (picked: PickedFile) => void;
  onLeave: () => void;
  onTaken: (run: Run) => void;
}

export function PreviewPage(props: PreviewPageProps) {
  const { runs, picked, place, settings, news, onPick, onLeave, onTaken } = props;
  const preview = usePreview(runs, picked);
  const taking = useTakingIn(runs, onTaken);
  const title = useFocusWhenShown<HTMLHeadingElement>();
  const { inspection, error, isLooking } = preview;
  const isFree = taking.progress === null;
  const said = inspection !== null && error === null && !isLooking ? `${guessWords(inspection.shape)}.` : '';
  // Another shape helps where no rows were found, not where the file cannot be opened at all.
  const canBeReshaped = error === null || error.code === 'table-unreadable';

  return (
    <div className="preview">
      <header className="preview-head">
        <h1 className="page-title files-name" tabIndex={-1} ref={title}>
          {picked.file.name}
        </h1>
        {error === null && <p className="page-intro">{said === '' ? filesWords.preview.looking : said}</p>}
        <p className="preview-ways">
          <PickButton kind="text" label={filesWords.another} onPick={(file) => onPick({ file, given: {} })} />
          <Button kind="text" inactive={!isFree} onClick={onLeave}>
            {filesWords.toFiles}
          </Button>
        </p>
        <p className="small" role="status">
          {news.join(' ')}
        </p>
        {inspection !== null && error === null && (
          <TakeIn picked={picked} preview={preview} inspection={inspection} taking={taking} place={place}>
            <RemovalNote runs={runs} settings={settings} />
          </TakeIn>
        )}
      </header>
      {error !== null && <Problem preview={preview} />}
      <div className="preview-side">
        {canBeReshaped && (
          <ShapeControls
            shape={inspection === null ? preview.given : { ...inspection.shape, ...preview.given }}
            sheets={inspection?.sheets ?? []}
            hasHeaderChoice={inspection?.hasHeaderChoice ?? false}
            isFree={isFree}
            onChange={preview.setShape}
          />
        )}
        {inspection !== null && error === null && (
          <ColumnChoice
            columns={inspection.columns}
            rows={inspection.rows}
            roles={preview.roles}
            isFree={isFree}
            onChange={preview.setRoles}
            anyLanguage={preview.anyLanguage}
            onAnyLanguage={preview.setAnyLanguage}
            hasGuess={inspection.roles !== null}
          />
        )}
      </div>
      {inspection !== null && error === null && (
        <div className="preview-rows" aria-busy={isLooking}>
          <h2 id="preview-rows-title" className="section-title">
            {filesWords.preview.rowsTitle}
          </h2>
          <PreviewTable inspection={inspection} roles={preview.roles} />
        </div>
      )}
    </div>
  );
}

function Problem({ preview: { error, tryAgain } }: { preview: PreviewControl }) {
  return (
    <div className="notice preview-problem" role="alert">
      <p className="notice-title">{error?.message}</p>
      <p>{error?.remedy}</p>
      {error?.code === 'file-unreadable' && (
        <p className="notice-actions">
          <Button onClick={tryAgain}>{filesWords.tryAgain}</Button>
        </p>
      )}
    </div>
  );
}

interface TakeInProps {
  picked: PickedFile;
  preview: PreviewControl;
  inspection: Inspection;
  taking: TakingIn;
  place: ReadingPlace;
  /** What is to be known before. */
  children: ReactNode;
}

function TakeIn({ picked, preview, inspection, taking, place, children }: TakeInProps) {
  const { progress, error, wasCancelled } = taking;
  const { roles, anyLanguage, isLooking } = preview;
  const button = useFocusIfLost<HTMLButtonElement>(String(progress === null));
  const canTake = roles.text.length > 0 && !isLooking;

  if (progress !== null) {
    const line = progress === 'soon' ? filesWords.taking : filesWords.takingOf(progress.done, progress.total);
    return (
      <div className="take-in">
        <div className="take-in-course">
          <progress
            className="progress"
            aria-label={filesWords.taking}
            {...(progress === 'soon' ? {} : { value: progress.done, max: Math.max(1, progress.total) })}
          />
          <p>{line}</p>
        </div>
        <Button ref={button} onClick={taking.cancel}>
          {filesWords.cancel}
        </Button>
        <LiveRegion message={filesWords.taking} />
      </div>
    );
  }
  return (
    <div className="take-in">
      <div className="take-in-course">
        <p>{rolesWords(inspection, roles)}</p>
        <p className="small">
          {place === 'none' ? filesWords.preview.takeInOnly : filesWords.preview.takeInHint}
        </p>
        {children}
        <div role="status">
          {error !== null && (
            <p>
              <span className="files-strong">{error.message}</span> {error.remedy}
            </p>
          )}
          {wasCancelled && <p>{filesWords.cancelled}</p>}
        </div>
      </div>
      <Button
        ref={button}
        inactive={!canTake}
        onClick={() => taking.take(picked.file, { shape: inspection.shape, roles, anyLanguage })}
      >
        {filesWords.preview.takeIn}
      </Button>
    </div>
  );
}
