/** Models: what the model reads, how well, and what it is not for. */
import type { ReactNode } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import { readerBytesToFetch } from '#core/contracts/manifest';
import type { Manifest } from '#core/contracts/manifest';
import { formatBytes, languageName } from '../../i18n/formats.ts';
import { modelsWords } from '../../i18n/models.ts';
import { ownModelWords } from '../../i18n/own-model.ts';
import { shellWords } from '../../i18n/shell.ts';
import { hasConsent } from '../../engine/consent.ts';
import type { Router } from '../../engine/router.ts';
import { ownModel } from '../../storage/own-model.ts';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { AccuracyTable } from './accuracy-table.tsx';
import { ChangesSection } from './changes-section.tsx';
import { ModelDetails } from './model-details.tsx';
import { OwnModelSection } from './own-model-section.tsx';
import { useChanges } from './use-changes.ts';
import { useVersions } from './use-versions.ts';
import { VersionsSection } from './versions-section.tsx';
import './models.css';

export interface ModelsPageProps {
  /** The model of this site, as far as it is known. */
  model: { data: Manifest | undefined; error: Error | null; refetch: () => unknown };
  engine: Router;
  /** Absolute address of the app's base. */
  baseUrl: string;
}

export function ModelsPage({ model: { data, error, refetch }, engine, baseUrl }: ModelsPageProps) {
  if (data !== undefined) return <Models published={data} engine={engine} baseUrl={baseUrl} />;
  if (error === null) return <p className="page-intro">{modelsWords.loading}</p>;
  const { message, remedy } = toUndertoneError(error);
  return (
    <div className="page">
      <h1 className="page-title">{message}</h1>
      <p className="page-intro">{remedy}</p>
      <p className="page-actions">
        <Button onClick={refetch}>{shellWords.tryAgain}</Button>
      </p>
    </div>
  );
}

interface ModelsProps {
  published: Manifest;
  engine: Router;
  baseUrl: string;
}

/** Everything that is said here is of the version in use, which may be older than the one the site has to offer. */
function Models({ published, engine, baseUrl }: ModelsProps) {
  const state = useWatched(engine, () => engine.state);
  const own = useWatched(ownModel, ownModel.get);
  const ownName = own?.isInUse === true && !hasConsent() ? own.name : null;
  const facts = state.kind === 'ready' && ownName === null ? state.facts : undefined;
  const running =
    facts === undefined
      ? null
      : { version: facts.model.version, isKept: facts.isKept || facts.wasErased === true };
  const weightsUrl = new URL('weights/', baseUrl).href;
  const versions = useVersions(weightsUrl, engine, running?.version ?? null);
  const changes = useChanges({
    engine,
    weightsUrl,
    versions: versions.versions,
    isOwnModelInUse: ownName !== null,
    isTakingOver: versions.isStarting,
  });
  const newer = versions.versions?.newer ?? null;
  const offered = { version: published.version, sizeBytes: readerBytesToFetch(published) };
  return (
    <Model
      model={versions.versions?.current?.manifest ?? published}
      newer={newer === null || newer.isPutOff ? null : newer}
      ownName={ownName}
    >
      <VersionsSection
        control={versions}
        published={offered}
        running={running}
        isOwnModelInUse={ownName !== null}
      />
      {changes !== null && <ChangesSection changes={changes} />}
      <OwnModelSection />
    </Model>
  );
}

/** Of the files that reading on the processor takes. */
function sizeOf({ files }: Manifest): number {
  return files.weights.sizeBytes + files.graphCpu.sizeBytes + files.vocabulary.sizeBytes;
}

interface ModelProps {
  model: Manifest;
  /** A version that may take its place; null when there is none. */
  newer: { version: string; isHere: boolean } | null;
  /** Of the person's own model that is read with in its place; null when it is not. */
  ownName: string | null;
  children: ReactNode;
}

function Model({ model, newer, ownName, children }: ModelProps) {
  const { answer, review } = model.thresholds;
  return (
    <div className="page">
      <h1 className="page-title">
        {modelsWords.title(model.languages.map((code) => languageName(code) ?? code))}
      </h1>
      <p className="page-intro">
        {modelsWords.intro(model.name, model.version, formatBytes(sizeOf(model)))}
        {newer !== null && (
          <>
            {' · '}
            <a href="#versions">
              {(newer.isHere ? modelsWords.newerHere : modelsWords.newerToGet)(newer.version)}
            </a>
          </>
        )}
        {ownName !== null && (
          <>
            {' · '}
            <a href="#own-model">{ownModelWords.readsNow(ownName)}</a>
          </>
        )}
      </p>

      {model.metrics.length > 0 && (
        <section className="page-section" aria-labelledby="accuracy-title">
          <h2 id="accuracy-title" className="model-heading">
            {modelsWords.accuracyTitle}
          </h2>
          <p id="accuracy-note" className="small">
            {modelsWords.accuracyNote}
          </p>
          <AccuracyTable metrics={model.metrics} />
        </section>
      )}

      <section className="page-section" aria-labelledby="not-for-title">
        <h2 id="not-for-title" className="model-heading">
          {modelsWords.notForTitle}
        </h2>
        <p>{modelsWords.notFor}</p>
      </section>

      <section className="page-section" aria-labelledby="sureness-title">
        <h2 id="sureness-title" className="model-heading">
          {modelsWords.surenessTitle}
        </h2>
        <p>{modelsWords.sureness(Math.round(answer * 100), Math.round(review * 100))}</p>
      </section>

      {children}

      <ModelDetails model={model} />
    </div>
  );
}
