/** The first rows of a file as it would be read, with what is chosen in their heads and what is wrong in words. */
import type { ColumnRoles, Inspection, TableRow } from '#core/contracts/table';
import { filesWords } from '../../i18n/files.ts';
import { formatCount } from '../../i18n/formats.ts';
import { cellText } from './cell-text.ts';
import { placedColumns } from './shape-words.ts';

/** More is no help to see how a file is read, and a wide one would hold the page up. */
const mostColumns = 40;
/** Those with a fault are shown as well. */
const mostRows = 12;
const mostCharacters = 200;

interface PreviewTableProps {
  inspection: Inspection;
  roles: ColumnRoles;
}

export function PreviewTable({ inspection: { shape, columns, rows }, roles }: PreviewTableProps) {
  const words = filesWords.preview;
  const shown = placedColumns(columns.map(({ name }) => name)).slice(0, mostColumns);
  const seen = rows
    .map((row, index) => ({ row, number: index + 1 }))
    .filter(({ row: { fault }, number }) => number <= mostRows || fault !== null);
  const faulty = rows.filter(({ fault }) => fault !== null).map(({ line }) => line);
  return (
    <>
      {faulty.length > 0 && <p className="preview-faults">{words.faulty(shape.kind, faulty)}</p>}
      {/* It may be wider than the window, and has to be scrolled with the keyboard too. */}
      <div className="preview-scroll" tabIndex={0} role="region" aria-labelledby="preview-rows-title">
        <table className="table preview-table">
          <thead>
            <tr>
              <th scope="col" className="number">
                {words.row}
              </th>
              {shown.map(({ place, name }) => (
                <th
                  key={place}
                  scope="col"
                  data-chosen={roleOf(roles, place) !== null}
                  data-role={roleOf(roles, place)}
                >
                  <span className="preview-name">{name}</span>
                  <span className="preview-role">{roleWord(roles, place)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.map(({ row, number }) => (
              <PreviewRow key={number} row={row} number={number} columns={shown.length} roles={roles} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface PreviewRowProps {
  row: TableRow;
  /** Its place among the rows, from 1. */
  number: number;
  columns: number;
  roles: ColumnRoles;
}

function PreviewRow({ row, number, columns, roles }: PreviewRowProps) {
  const { cells, fault } = row;
  return (
    <tr data-faulty={fault !== null}>
      <th scope="row" className="number">
        {formatCount(number)}
        {fault !== null && <span className="preview-fault">{filesWords.faults[fault]}</span>}
      </th>
      {Array.from({ length: columns }, (_, index) => {
        const text = cellText(cells[index] ?? null);
        return (
          // Cells have no names of their own but their place.
          <td
            key={`cell ${index}`}
            data-chosen={roleOf(roles, index) !== null}
            data-role={roleOf(roles, index)}
          >
            <span className="preview-cell">
              {text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text}
            </span>
          </td>
        );
      })}
    </tr>
  );
}

function roleOf(roles: ColumnRoles, column: number): keyof typeof filesWords.preview.roleOf | null {
  if (roles.text.includes(column)) return 'text';
  return (['date', 'group', 'rating'] as const).find((role) => roles[role] === column) ?? null;
}

function roleWord(roles: ColumnRoles, column: number): string {
  const role = roleOf(roles, column);
  return role === null ? '' : filesWords.preview.roleOf[role];
}
