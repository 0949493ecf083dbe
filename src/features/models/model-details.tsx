/** What stands behind a model: its files and their hashes, and what it was made from. */
import type { Manifest } from '#core/contracts/manifest';
import { formatBytes, formatCount } from '../../i18n/formats.ts';
import { kindOfText, modelsWords } from '../../i18n/models.ts';

interface ModelDetailsProps {
  model: Manifest;
}

export function ModelDetails({ model }: ModelDetailsProps) {
  const { training } = model;
  const texts = training.sources.reduce((sum, source) => sum + source.texts, 0);
  return (
    <details className="details page-section">
      <summary>{modelsWords.details}</summary>
      <dl className="facts">
        <dt>{modelsWords.id}</dt>
        <dd>
          {model.id}, {model.version}
        </dd>
        <dt>{modelsWords.license}</dt>
        <dd>{model.license}</dd>
        <dt>{modelsWords.base}</dt>
        <dd>{training.base}</dd>
        <dt>{modelsWords.trainedOn}</dt>
        <dd>{modelsWords.trainedOnTexts(texts, training.sources.length)}</dd>
        <dt>{modelsWords.trainingRun}</dt>
        <dd>{modelsWords.training(training.steps, training.seed, training.commit)}</dd>
      </dl>

      <h2 className="section-title details-title">{modelsWords.files}</h2>
      <ul className="files">
        {Object.values(model.files).map((file) => (
          <li key={file.name} className="file">
            <span className="file-name">{file.name}</span>
            <span className="file-size">{formatBytes(file.sizeBytes)}</span>
            <span className="hash small">
              {modelsWords.sha256} {file.sha256}
            </span>
          </li>
        ))}
      </ul>

      {training.sources.length > 0 && (
        <>
          <h2 className="section-title details-title">{modelsWords.sources}</h2>
          <ul className="files">
            {training.sources.map((source) => (
              <li key={source.name} className="file">
                <span className="file-name">{kindOfText(source.name)}</span>
                <span className="file-size">{formatCount(source.texts)}</span>
                <span className="small hash">
                  {plain(source.origin)} · {plain(source.license)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

/** The model card, which these come from as well, sets names of files in marks of its own. */
function plain(words: string): string {
  return words.replaceAll('`', '');
}
