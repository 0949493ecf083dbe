/** What `3/5/2024` means in the column of dates, where its first rows have such a date. */
import { useId } from 'react';
import { dateOrders } from '#core/contracts/table';
import type { ColumnRoles, TableRow } from '#core/contracts/table';
import { createDateOrderGuess, readDate } from '#core/table/dates';
import { filesWords } from '../../i18n/files.ts';

interface DateOrderChoiceProps {
  /** The first ones. */
  rows: readonly TableRow[];
  roles: ColumnRoles;
  onChange: (roles: ColumnRoles) => void;
}

const byItself = '';

export function DateOrderChoice({ rows, roles, onChange }: DateOrderChoiceProps) {
  const id = useId();
  const words = filesWords.preview.dateOrder;
  const { date } = roles;
  const cells = date === null ? [] : rows.map((row) => row.cells[date]);
  const sample = cells.find((cell) => readDate(cell, 'day-first') !== readDate(cell, 'month-first'));
  if (typeof sample !== 'string') return null;
  const guess = createDateOrderGuess();
  for (const cell of cells) guess.add(cell);
  return (
    <div className="choice">
      <label htmlFor={id}>{words.label(sample.trim())}</label>
      <select
        id={id}
        className="select"
        value={roles.dateOrder ?? byItself}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...roles, dateOrder: dateOrders.find((order) => order === value) })
        }
      >
        <option value={byItself}>{words.guessed(readDate(sample, guess.order) ?? '')}</option>
        {dateOrders.map((order) => (
          <option key={order} value={order}>
            {words[order](readDate(sample, order) ?? '')}
          </option>
        ))}
      </select>
    </div>
  );
}
