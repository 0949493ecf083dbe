/** The pictures of a run, drawn from what has been read so far. */
import { useCallback, useDeferredValue, useMemo } from 'react';
import type { Manifest } from '#core/contracts/manifest';
import type { Summary } from '#core/contracts/report';
import type { ReportSettings, RowFilter, Theme } from '#core/contracts/run';
import type { Thresholds } from '#core/score/verdict';
import { drawDrivers } from '#core/report/drawings/drivers';
import { drawGroups } from '#core/report/drawings/groups';
import { drawScores } from '#core/report/drawings/scores';
import { drawShares } from '#core/report/drawings/shares';
import { drawThemes } from '#core/report/drawings/themes';
import { areCalibrated, toldBy } from '#core/report/of-three';
import { picturesWords as words } from '../../../i18n/pictures.ts';
import type { RunStanding, Runs } from '../../../engine/runs/runs.ts';
import { Button } from '../../../ui/button.tsx';
import { Picture } from './picture.tsx';
import { RatingsPicture } from './ratings-picture.tsx';
import { SurenessControl } from './sureness-control.tsx';
import { ThemesEditor } from './themes-editor.tsx';
import { TrendPicture } from './trend-picture.tsx';
import { thresholdsOf } from './thresholds-of.ts';
import { useSummary } from './use-summary.ts';
import './pictures.css';

export interface PicturesSectionProps {
  runs: Runs;
  standing: RunStanding;
  /** Of the model it is read with; null where it says nothing of itself. */
  manifest: Manifest | null;
  settings: ReportSettings;
  onSettings: (settings: ReportSettings) => void;
  /** Shows the rows that a figure stands for. */
  onFilter: (filter: RowFilter) => void;
}

export function PicturesSection(props: PicturesSectionProps) {
  const { runs, standing, manifest, settings } = props;
  const thresholds = thresholdsOf(manifest, standing.run.models);
  const { summary: latest, pending, error, refetch } = useSummary(runs, standing, settings, thresholds);
  // Drawn in small steps, between which the page answers.
  const summary = useDeferredValue(latest);
  const { rows, counts } = standing.run;
  return (
    <section
      className="pictures"
      aria-labelledby="pictures-title"
      aria-busy={summary === null && error === null}
    >
      <h2 id="pictures-title" className="visually-hidden">
        {words.title}
      </h2>
      {error !== null && (
        <div className="pictures-note">
          <p>{`${error.message} ${error.remedy}`}</p>
          <Button onClick={refetch}>{words.tryAgain}</Button>
        </div>
      )}
      {summary === null && error === null && <p className="small pictures-note">{words.counting}</p>}
      {summary?.counts.read === 0 && <p className="pictures-note">{words.nothing}</p>}
      {summary !== null && summary.counts.read > 0 && (
        <>
          {/* Its place is kept, so that nothing moves when it comes or goes. */}
          <p className="small pictures-note">
            {counts.rows < rows && words.first(summary.counts.rows, rows)}
            {pending !== null && ` ${pending === 'all' ? words.updating : words.updatingWords}`}
          </p>
          <PictureGrid {...props} summary={summary} thresholds={thresholds} />
        </>
      )}
    </section>
  );
}

interface PictureGridProps extends PicturesSectionProps {
  summary: Summary;
  thresholds: Thresholds;
}

function PictureGrid({ summary, thresholds, standing, settings, onSettings, onFilter }: PictureGridProps) {
  const { run } = standing;
  const told = useMemo(() => toldBy(summary, run.models), [summary, run.models]);
  const { scores, trend, groups, ratings, drivers, themes } = told;
  const nameOf = (column: number | null) => (column === null ? '' : (run.columns[column] ?? ''));
  const groupColumn = nameOf(run.roles.group);
  const common = { runName: run.name, source: words.source(run.name, run.models), onFilter };
  const shares = useCallback((width: number) => drawShares(told, width), [told]);
  const spread = useCallback((width: number) => drawScores({ scores }, width), [scores]);
  const negative = useCallback((width: number) => drawDrivers(drivers, 'negative', width), [drivers]);
  const positive = useCallback((width: number) => drawDrivers(drivers, 'positive', width), [drivers]);
  const byGroup = useCallback(
    (width: number) => drawGroups(groups ?? noGroups, groupColumn, width),
    [groups, groupColumn],
  );
  const byTheme = useCallback((width: number) => drawThemes(themes, width), [themes]);
  const onThemes = (next: Theme[]): void => onSettings({ ...settings, themes: next });
  const onLine = useCallback(
    (unsureBelow: number | null) => onSettings({ ...settings, unsureBelow }),
    [onSettings, settings],
  );
  // Both sides stand beside one another, where there are two columns, and none is left empty.
  const isEven = [trend, groups, ratings].filter((each) => each !== null).length % 2 === 1;
  return (
    <div className="pictures-grid">
      <Picture {...common} draw={shares} />
      {trend !== null && (
        <TrendPicture
          {...common}
          trend={trend}
          unit={settings.trendUnit}
          onUnit={(trendUnit) => onSettings({ ...settings, trendUnit })}
        />
      )}
      {groups !== null && <Picture {...common} draw={byGroup} />}
      {ratings !== null && <RatingsPicture {...common} ratings={ratings} column={nameOf(run.roles.rating)} />}
      {!isEven && <Picture {...common} draw={spread} />}
      <Picture {...common} draw={negative} />
      <Picture {...common} draw={positive} />
      {isEven && <Picture {...common} draw={spread} />}
      <SurenessControl
        {...common}
        summary={summary}
        isCalibrated={areCalibrated(run.models)}
        modelLine={thresholds.answer}
        ownLine={settings.unsureBelow}
        onLine={onLine}
      />
      <div className="themes-place">
        {themes.length > 0 ? (
          <Picture {...common} draw={byTheme} />
        ) : (
          <section aria-labelledby="themes-title">
            <h3 id="themes-title" className="picture-title">
              {words.themes.title}
            </h3>
            <p className="small themes-intro">{words.themes.intro}</p>
          </section>
        )}
        {/* Beside the picture and not in it: what is being written here stays when the first theme is drawn. */}
        <ThemesEditor themes={settings.themes} onThemes={onThemes} />
      </div>
    </div>
  );
}

const noGroups = { groups: [], others: { groups: 0, rows: 0 } };
