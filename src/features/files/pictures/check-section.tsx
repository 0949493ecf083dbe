/** How well the file was read, by its blind check. */
import { checkSentences, checkTable, checkWords } from '#core/report/check-figures';
import type { CheckFigures } from '#core/report/check-figures';
import type { CountsByLabel } from '#core/contracts/report';
import { ToneMark } from '../../../ui/tone-mark.tsx';

interface CheckSectionProps {
  figures: CheckFigures;
  /** Rows of the file by the model's label. */
  counts: CountsByLabel;
}

export function CheckSection({ figures, counts }: CheckSectionProps) {
  const [labelColumn, ...figureColumns] = checkWords.columns;
  return (
    <section className="check-figures" aria-labelledby="check-figures-title">
      <h3 id="check-figures-title" className="picture-title">
        {checkWords.title}
      </h3>
      {checkSentences(figures).map((sentence) => (
        <p key={sentence} className="small">
          {sentence}
        </p>
      ))}
      {/* With large text on a phone it is wider than the page, and has to be scrolled with the keyboard too. */}
      <div className="picture-table" tabIndex={0} role="region" aria-label={checkWords.tableOf}>
        <table className="table" aria-label={checkWords.tableOf}>
          <thead>
            <tr>
              <th scope="col">{labelColumn}</th>
              {figureColumns.map((column) => (
                <th key={column} scope="col" className="number">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {checkTable(figures, counts).map(({ label, cells: [name, ...told] }) => (
              <tr key={label}>
                <th scope="row">
                  <span className="check-tone">
                    <ToneMark tone={label} /> {name}
                  </span>
                </th>
                {told.map((figure, place) => (
                  <td key={figureColumns[place]} className="number">
                    {figure}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
