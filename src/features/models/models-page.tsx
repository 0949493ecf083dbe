/** Models: what the model reads, how well, and what it is not for. */
import { toUndertoneError } from '#core/contracts/errors';
import type { Manifest } from '#core/contracts/manifest';
import { formatBytes, languageName } from '../../i18n/formats.ts';
import { modelsWords } from '../../i18n/models.ts';
import { shellWords } from '../../i18n/shell.ts';
import { Button } from '../../ui/button.tsx';
import { AccuracyTable } from './accuracy-table.tsx';
import { ModelDetails } from './model-details.tsx';
import './models.css';

interface ModelsPageProps {
  /** The model of this site, as far as it is known. */
  model: { data: Manifest | undefined; error: Error | null; refetch: () => unknown };
}

export function ModelsPage({ model: { data, error, refetch } }: ModelsPageProps) {
  if (data !== undefined) return <Model model={data} />;
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

function Model({ model }: { model: Manifest }) {
  const { weights, graphCpu, vocabulary } = model.files;
  const sizeBytes = weights.sizeBytes + graphCpu.sizeBytes + vocabulary.sizeBytes;
  const { answer, review } = model.thresholds;
  return (
    <div className="page">
      <h1 className="page-title">
        {modelsWords.title(model.languages.map((code) => languageName(code) ?? code))}
      </h1>
      <p className="page-intro">{modelsWords.intro(model.name, model.version, formatBytes(sizeBytes))}</p>

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

      <ModelDetails model={model} />
    </div>
  );
}
