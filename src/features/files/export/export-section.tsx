/** What can be taken out of a run: its rows, a report, quotes, and how it was done. */
import { useId, useState } from 'react';
import type { Manifest } from '#core/contracts/manifest';
import type { ExportKind, ReportSettings } from '#core/contracts/run';
import type { CheckFigures } from '#core/report/check-figures';
import { picturesWords } from '../../../i18n/pictures.ts';
import type { RunStanding, Runs } from '../../../engine/runs/runs.ts';
import { Button } from '../../../ui/button.tsx';
import { LiveRegion } from '../../../ui/live-region.tsx';
import { useFocusIfLost } from '../../../ui/use-focus-if-lost.ts';
import { knownThresholds } from '../pictures/thresholds-of.ts';
import { CopySection } from './copy-section.tsx';
import { correctedRows } from './corrected-rows.ts';
import { fileNameFor } from '../../../ui/save-file.ts';
import { useSaving } from './use-saving.ts';
import type { Saving } from './use-saving.ts';
import './export.css';

const words = picturesWords.exports;

export interface ExportSectionProps {
  runs: Runs;
  standing: RunStanding;
  /** Of the model it is read with; null where it says nothing of itself. */
  manifest: Manifest | null;
  settings: ReportSettings;
  /** Of its blind check, where that has ended. */
  check: CheckFigures | null;
  /** Places of the rows that the person picked, from 0. */
  picked: readonly number[];
}

const exportKinds = ['csv', 'xlsx', 'jsonl'] as const satisfies readonly ExportKind[];

export function ExportSection({ runs, standing, manifest, settings, check, picked }: ExportSectionProps) {
  const { run } = standing;
  const [isMasked, setMasked] = useState(false);
  const saving = useSaving();
  const id = useId();
  const thresholds = knownThresholds(manifest, run.models);
  const read = run.counts.rows;

  const saveRows = (kind: ExportKind) =>
    saving.start(words.writing(words[kind]), fileNameFor(run.name, 'read', kind), async (work) =>
      runs.exportRows(run.id, kind, { isMasked, corrected: await correctedRows(run.id) }, work),
    );
  const saveReport = () =>
    saving.start(words.writingReport, fileNameFor(run.name, 'report', 'html'), async ({ signal }) => {
      const corrected = (await correctedRows(run.id)).length;
      return await runs.report(run.id, { settings, thresholds, corrected, check, isMasked }, signal);
    });

  return (
    <section className="page-section export" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="export-heading">
        {words.title}
      </h2>
      <p className="small">{words.note}</p>
      {settings.unsureBelow !== null && <p className="small">{words.modelsLine}</p>}
      {read > 0 && read < run.rows && <p className="small">{words.partial(read, run.rows)}</p>}
      <div className="export-mask">
        <input
          id={`${id}-mask`}
          type="checkbox"
          checked={isMasked}
          aria-describedby={`${id}-mask-hint`}
          onChange={(event) => setMasked(event.currentTarget.checked)}
        />
        <label htmlFor={`${id}-mask`}>{words.masked}</label>
        <p id={`${id}-mask-hint`} className="small">
          {words.maskedHint}
        </p>
      </div>
      <div className="page-actions" role="group" aria-labelledby={`${id}-title`}>
        {exportKinds.map((kind) => (
          <Button
            key={kind}
            inactive={saving.writing !== null}
            aria-label={words.saveAs(words[kind])}
            onClick={() => saveRows(kind)}
          >
            {words[kind]}
          </Button>
        ))}
        <Button inactive={saving.writing !== null} onClick={saveReport}>
          {words.report}
        </Button>
      </div>
      <SavingLine saving={saving} />
      <CopySection
        runs={runs}
        run={run}
        facts={{ settings, thresholds }}
        picked={picked}
        isMasked={isMasked}
      />
    </section>
  );
}

/** Its place is kept, so that nothing below it moves. */
function SavingLine({ saving: { writing, said, cancel } }: { saving: Saving }) {
  const line = useFocusIfLost<HTMLDivElement>(String(writing === null));
  const progress = writing?.progress ?? null;
  return (
    <div ref={line} className="export-line" tabIndex={-1}>
      {writing !== null && (
        <>
          <progress
            className="progress"
            aria-label={writing.what}
            max={progress?.total ?? 1}
            {...(progress === null ? {} : { value: progress.done })}
          />
          <span className="small">
            {progress === null ? writing.what : words.progress(progress.done, progress.total)}
          </span>
          <Button kind="text" onClick={cancel}>
            {words.cancel}
          </Button>
        </>
      )}
      {writing === null && said !== '' && <span className="small">{said}</span>}
      <LiveRegion message={writing?.what ?? said} />
    </div>
  );
}
