/** A model of the person's own: picked here, asked about, read with, and left again. */
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import type { UndertoneError } from '#core/contracts/errors';
import type { OwnModel } from '#core/contracts/own-model';
import { hasConsent } from '../../engine/consent.ts';
import type { OwnModelProgress, OwnModelPick } from '../../engine/own-model-intake.ts';
import { formatBytes } from '../../i18n/formats.ts';
import { ownModelWords } from '../../i18n/own-model.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { LabelForm } from './label-form.tsx';
import { dropped, pickedFolder, pickedZip } from './picked-files.ts';
import { useOwnModel } from './use-own-model.ts';
import type { OwnModelControl } from './use-own-model.ts';
import './own-model.css';

export function OwnModelSection() {
  const control = useOwnModel();
  const [isOver, setIsOver] = useState(false);
  const { model, candidate, taking, trying } = control;
  const isFree = taking === null && trying === null;

  async function takeDrop(event: DragEvent): Promise<void> {
    event.preventDefault();
    setIsOver(false);
    if (!isFree) return;
    try {
      const picked = await dropped(event.dataTransfer);
      if (picked !== null) control.pick(picked);
    } catch (thrown) {
      control.fail(thrown);
    }
  }

  return (
    <section
      id="own-model"
      className="page-section own-model"
      aria-labelledby="own-model-title"
      data-over={isOver && isFree}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => void takeDrop(event)}
    >
      <h2 id="own-model-title" className="model-heading">
        {ownModelWords.title}
      </h2>
      <p className="own-model-intro">{ownModelWords.intro}</p>
      {[model, candidate].map(
        (one) => one !== null && <Standing key={one.id} model={one} control={control} />,
      )}
      <Picking control={control} isFree={isFree} isOver={isOver && isFree} />
      {control.error !== null && <Problem error={control.error} model={model} />}
      <LiveRegion message={spoken(control)} />
    </section>
  );
}

/** Only what is new is spoken, and progress only once. */
function spoken(control: OwnModelControl): string {
  const { error, model, candidate, taking, trying, wasStopped, wasRemoved } = control;
  if (error !== null) return problemWords(error, model).join(' ');
  if (wasStopped) return ownModelWords.stopped;
  if (taking !== null) return ownModelWords.taking;
  if (trying !== null) return ownModelWords.trying;
  const latest = candidate ?? model;
  if (latest !== null) return `${latest.name}: ${standingOf(latest)}.`;
  return wasRemoved ? ownModelWords.removed : '';
}

function standingOf(model: OwnModel): string {
  const size = formatBytes(model.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  if (model.tones === null) return ownModelWords.waitsForLabels(size);
  return model.isInUse ? ownModelWords.inUse(size) : ownModelWords.here(size);
}

interface StandingProps {
  model: OwnModel;
  control: OwnModelControl;
}

/** What is said of the model that is here, and what can be done with it. */
function Standing({ model, control }: StandingProps) {
  const [isChanging, setIsChanging] = useState(false);
  const { tones, isInUse } = model;
  const isTaken = control.wasTaken && model === (control.candidate ?? control.model);
  const isTrying = control.trying === model.id;
  const isAsking = tones === null || isChanging;
  const button = useFocusIfLost<HTMLButtonElement>(`${isAsking} ${isTaken}`);
  return (
    <>
      <div className="own-model-row">
        <span className="own-model-name">{model.name}</span>
        <span className="own-model-said">{standingOf(model)}</span>
        {tones !== null && !hasConsent() && (
          // One button for both ways, so that it keeps the focus.
          <Button
            ref={button}
            inactive={control.trying !== null}
            onClick={() => (isInUse ? control.readWithOurs : control.readWithIt)(model)}
          >
            {buttonOf(isInUse, isTrying)}
          </Button>
        )}
      </div>
      <div className="own-model-notes small">
        {hasConsent() && <p>{ownModelWords.serverReads}</p>}
        {!model.isKept && <p>{ownModelWords.memoryOnly}</p>}
        {tones !== null && (
          <p>
            {ownModelWords.readsAs(
              model.labels.map((label, index) => ({ label, tone: tones[index] ?? null })),
            )}
            {'. '}
            {ownModelWords.notCalibrated}
          </p>
        )}
        {!isAsking && (
          <p className="own-model-ways">
            <Button kind="text" onClick={() => setIsChanging(true)}>
              {ownModelWords.changeLabels}
            </Button>
            <Button kind="text" onClick={() => control.remove(model)}>
              {ownModelWords.remove}
            </Button>
          </p>
        )}
      </div>
      {isAsking && (
        <LabelForm
          model={model}
          isAskedFor={isChanging || isTaken}
          onSave={(said) => {
            setIsChanging(false);
            control.setTones(model, said);
          }}
          other={
            tones === null
              ? { label: ownModelWords.remove, act: () => control.remove(model) }
              : { label: ownModelWords.keepLabels, act: () => setIsChanging(false) }
          }
        />
      )}
    </>
  );
}

function buttonOf(isInUse: boolean, isTrying: boolean): string {
  if (isTrying) return ownModelWords.trying;
  return isInUse ? ownModelWords.readWithOurs : ownModelWords.readWithIt;
}

interface PickingProps {
  control: OwnModelControl;
  isFree: boolean;
  /** Something is held over the place where it can be dropped. */
  isOver: boolean;
}

function Picking({ control, isFree, isOver }: PickingProps) {
  const folder = useRef<HTMLInputElement>(null);
  const zip = useRef<HTMLInputElement>(null);
  const { model, taking, wasStopped } = control;
  const folderButton = useFocusIfLost<HTMLButtonElement>(`${model?.id} ${taking === null}`);

  function take(input: HTMLInputElement, picked: OwnModelPick | null): void {
    // So that the same can be picked again.
    input.value = '';
    if (picked !== null) control.pick(picked);
  }

  function openFolder(): void {
    if (folder.current === null) return;
    // Not among the attributes that React knows.
    folder.current.webkitdirectory = true;
    folder.current.click();
  }

  return (
    <>
      <div className="own-model-picking">
        {taking === null ? (
          <>
            {model !== null && <span className="small">{ownModelWords.pickOther}</span>}
            <Button ref={folderButton} inactive={!isFree} onClick={openFolder}>
              {ownModelWords.pickFolder}
            </Button>
            <Button inactive={!isFree} onClick={() => zip.current?.click()}>
              {ownModelWords.pickZip}
            </Button>
            <span className="small own-model-drop">
              {isOver ? ownModelWords.dropHere : ownModelWords.orDrop}
            </span>
          </>
        ) : (
          <Taking progress={taking} onStop={control.stop} />
        )}
        {/* Never shown: the buttons press them. */}
        <input
          ref={folder}
          type="file"
          hidden
          aria-label={ownModelWords.pickFolder}
          onChange={({ currentTarget }) => take(currentTarget, pickedFolder(currentTarget.files))}
        />
        <input
          ref={zip}
          type="file"
          hidden
          accept=".zip,application/zip"
          aria-label={ownModelWords.pickZip}
          onChange={({ currentTarget }) => take(currentTarget, pickedZip(currentTarget.files))}
        />
      </div>
      {wasStopped && <p className="small own-model-note">{ownModelWords.stopped}</p>}
    </>
  );
}

function Taking({ progress, onStop }: { progress: OwnModelProgress | 'soon'; onStop: () => void }) {
  const line =
    progress === 'soon'
      ? ownModelWords.taking
      : ownModelWords.takingOf(progress.doneBytes, progress.totalBytes);
  // What has come is removed first.
  const [isStopping, setIsStopping] = useState(false);
  const stop = useFocusIfLost<HTMLButtonElement>('', true);
  return (
    <>
      <Button
        ref={stop}
        inactive={isStopping}
        onClick={() => {
          setIsStopping(true);
          onStop();
        }}
      >
        {isStopping ? ownModelWords.stopping : ownModelWords.stop}
      </Button>
      <span className="own-model-progress">
        <span className="small">{line}</span>
        <progress
          className="progress"
          aria-label={ownModelWords.taking}
          {...(progress === 'soon'
            ? {}
            : { value: progress.doneBytes, max: Math.max(1, progress.totalBytes) })}
        />
      </span>
    </>
  );
}

function Problem({ error, model }: { error: UndertoneError; model: OwnModel | null }) {
  const [message, ...rest] = problemWords(error, model);
  return (
    <div className="own-model-problem">
      <p className="own-model-name">{message}</p>
      <p>{rest.join(' ')}</p>
    </div>
  );
}

function problemWords(error: UndertoneError, model: OwnModel | null): string[] {
  const { missing } = error.details;
  return [
    error.message,
    ...(typeof missing === 'string' ? [ownModelWords.missing(missing)] : []),
    error.remedy,
    ownModelWords.readerStays(model?.isInUse === true),
  ];
}
