/** All cells of a row as the file has them. */
import type { RowView, Run } from '#core/contracts/run';
import { filesWords } from '../../i18n/files.ts';
import { cellText } from './cell-text.ts';
import { columnName } from './shape-words.ts';

export function RowCells({ run, view }: { run: Run; view: RowView }) {
  const { columns, shape } = run;
  // A line of plain text has one cell, which is its text.
  if (shape.kind === 'txt') return null;
  const count = Math.max(columns.length, view.cells.length);
  return (
    <section className="row-cells" aria-labelledby="row-cells-title">
      <h3 id="row-cells-title" className="section-title">
        {filesWords.row.cells}
      </h3>
      <dl className="facts">
        {Array.from({ length: count }, (_, index) => (
          // Names may be the same; the place is not.
          <div key={`cell ${index}`} className="row-cell">
            <dt>
              {index < columns.length ? columnName(columns, index) : filesWords.row.moreCells(index + 1)}
            </dt>
            <dd>{cellText(view.cells[index] ?? null) || '–'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
