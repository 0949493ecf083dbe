/** The figures of a drawing as a table; a row whose rows of the file can be shown leads to them. */
import type { RowFilter } from '#core/contracts/run';
import type { Drawing } from '#core/report/drawing';
import { picturesWords } from '../../../i18n/pictures.ts';
import { Button } from '../../../ui/button.tsx';

interface DrawingTableProps {
  drawing: Drawing;
  id: string;
  onFilter: (filter: RowFilter) => void;
}

export function DrawingTable({ drawing: { title, table }, id, onFilter }: DrawingTableProps) {
  return (
    // It may be wider than a phone, and has to be reached by keys to be moved then.
    <div
      id={id}
      className="picture-table"
      role="region"
      aria-label={picturesWords.tableOf(title)}
      tabIndex={0}
    >
      <table className="table">
        <thead>
          <tr>
            {table.columns.map((column, place) => (
              <th key={column} scope="col" className={place === 0 ? undefined : 'number'}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ cells: [name = '', ...figures], filter }) => (
            <tr key={name}>
              <th scope="row">
                {filter === undefined ? (
                  name
                ) : (
                  <Button
                    kind="text"
                    aria-label={picturesWords.showRows(name)}
                    onClick={() => onFilter(filter)}
                  >
                    {name}
                  </Button>
                )}
              </th>
              {table.columns.slice(1).map((column, place) => (
                <td key={column} className="number">
                  {figures[place]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
