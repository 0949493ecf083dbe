/** How often the model agrees with people, by kind of text, weakest first. */
import type { Manifest, ModelMetrics } from '#core/contracts/manifest';
import { formatCount, formatShare } from '../../i18n/formats.ts';
import { kindOfText, modelsWords } from '../../i18n/models.ts';

/** A row of the table that stands for all sets together. */
const totalSet = 'total';

interface AccuracyTableProps {
  metrics: Manifest['metrics'];
}

export function AccuracyTable({ metrics }: AccuracyTableProps) {
  const kinds = metrics.filter(({ set }) => set !== totalSet).toSorted((a, b) => a.accuracy - b.accuracy);
  const total = metrics.find(({ set }) => set === totalSet);
  return (
    <table className="table accuracy" aria-labelledby="accuracy-title" aria-describedby="accuracy-note">
      <thead>
        <tr>
          <th scope="col">{modelsWords.kind}</th>
          <th scope="col" className="number">
            {modelsWords.agrees}
          </th>
          <th scope="col" className="number">
            {modelsWords.rightWhenToned}
          </th>
          <th scope="col" className="number">
            {modelsWords.unsureOrMixed}
          </th>
          <th scope="col" className="number accuracy-texts">
            {modelsWords.texts}
          </th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((metric) => (
          <AccuracyRow key={metric.set} name={kindOfText(metric.set)} metric={metric} />
        ))}
      </tbody>
      {total !== undefined && (
        <tfoot>
          <AccuracyRow name={modelsWords.total} metric={total} />
        </tfoot>
      )}
    </table>
  );
}

function AccuracyRow({ name, metric }: { name: string; metric: ModelMetrics }) {
  return (
    <tr>
      <th scope="row">
        {name}
        <svg className="accuracy-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
          <rect className="accuracy-bar-part" width={metric.accuracy * 100} height="1" />
        </svg>
      </th>
      <td className="number accuracy-figure">{formatShare(metric.accuracy)}</td>
      <td className="number">
        {metric.rightWhenToned === undefined ? '' : formatShare(metric.rightWhenToned)}
      </td>
      <td className="number">{formatShare(metric.unsureShare + metric.mixedShare)}</td>
      <td className="number accuracy-texts">{formatCount(metric.texts)}</td>
    </tr>
  );
}
