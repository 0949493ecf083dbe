/** The versions of the model on this device: the one in use, a newer one to get, the one before it to go back to. */
import type { UndertoneError } from '#core/contracts/errors';
import { formatBytesOf } from '../../i18n/formats.ts';
import { modelsWords } from '../../i18n/models.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import type { VersionsControl } from './use-versions.ts';
import { versionRows } from './version-rows.ts';
import type { VersionFacts, VersionRow } from './version-rows.ts';

interface VersionsSectionProps extends Omit<VersionFacts, 'versions'> {
  control: VersionsControl;
}

export function VersionsSection({ control, published, running, isOwnModelInUse }: VersionsSectionProps) {
  const { versions, getting, done, error } = control;
  const rows = versions === undefined ? [] : versionRows({ versions, published, running, isOwnModelInUse });
  const isBusy = done === 'start' && rows.some(({ action }) => action?.kind === 'start');
  const said = rows.map((row) => `${row.version}: ${row.said}.`).join(' ');

  return (
    <section id="versions" className="page-section" aria-labelledby="versions-title">
      <h2 id="versions-title" className="model-heading">
        {modelsWords.versionsTitle}
      </h2>
      {versions === undefined && error === null && <p className="small">{modelsWords.versionsUnknown}</p>}
      <ul className="versions" aria-labelledby="versions-title">
        {rows.map((row, index) => (
          <VersionItem
            // A version may have been published again under its old number.
            key={row.version + (rows[index - 1]?.version === row.version ? ' before' : '')}
            row={row}
            control={control}
            getting={row.action?.kind === 'get' ? getting : null}
          />
        ))}
      </ul>
      {error !== null && <Problem error={error} />}
      {isBusy && <p className="small versions-note">{modelsWords.versionBusy}</p>}
      <p className="small versions-note">{modelsWords.versionsNote}</p>
      <LiveRegion message={messageOf(error, isBusy, done === null ? '' : said)} />
    </section>
  );
}

function messageOf(error: UndertoneError | null, isBusy: boolean, said: string): string {
  if (error !== null) return `${error.message} ${error.remedy}`;
  return isBusy ? modelsWords.versionBusy : said;
}

function Problem({ error }: { error: UndertoneError }) {
  return (
    <p className="versions-note">
      {error.message} {error.remedy}
    </p>
  );
}

interface VersionItemProps {
  row: VersionRow;
  control: VersionsControl;
  /** How this version comes; null while it does not. */
  getting: VersionsControl['getting'];
}

function VersionItem({ row, control, getting }: VersionItemProps) {
  const { version, said, action } = row;
  return (
    <li className="version">
      <span className="version-name">{version}</span>
      <span className="version-said">{getting === null ? said : modelsWords.versionGetting}</span>
      {/* One button for all that can be done with a version, so that it keeps the focus. */}
      {action !== null && <VersionButton action={action} control={control} isGetting={getting !== null} />}
      {getting !== null && (
        <div className="version-progress">
          <progress
            className="progress"
            aria-label={modelsWords.versionGetting}
            {...(getting === 'soon'
              ? {}
              : { value: getting.loadedBytes, max: Math.max(1, getting.totalBytes) })}
          />
          {getting !== 'soon' && (
            <span className="small">{formatBytesOf(getting.loadedBytes, getting.totalBytes)}</span>
          )}
        </div>
      )}
    </li>
  );
}

interface VersionButtonProps {
  action: NonNullable<VersionRow['action']>;
  control: VersionsControl;
  isGetting: boolean;
}

function VersionButton({ action, control, isGetting }: VersionButtonProps) {
  const { isStarting, isGoingBack } = control;
  const isThisStarting = action.kind === 'start' && isStarting;
  const act = { get: control.get, 'go-back': control.goBack, start: control.startNow }[action.kind];
  const label = isThisStarting ? modelsWords.versionStarting : action.label;
  const isOccupied = isStarting || isGoingBack || (control.getting !== null && !isGetting);
  return (
    <Button inactive={isOccupied} onClick={isGetting ? control.stop : act}>
      {isGetting ? modelsWords.versionStop : label}
    </Button>
  );
}
