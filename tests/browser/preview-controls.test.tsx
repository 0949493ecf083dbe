/** What a person can change of a guess before a file is taken in. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ColumnRoles, TableRow, TableShape } from '#core/contracts/table';
import { ColumnChoice } from '../../src/features/files/column-choice.tsx';
import { guessWords } from '../../src/features/files/shape-words.ts';
import { ShapeControls } from '../../src/features/files/shape-controls.tsx';

let root: Root;
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

const columns = ['text', 'Day'].map((name) => ({ name, kind: 'text' as const, medianCharacters: 9 }));
const rowsOf = (days: readonly string[]): TableRow[] =>
  days.map((day, i) => ({ line: i + 2, cells: ['A room.', day], fault: null }));

function showColumns(days: readonly string[], onChange: (roles: ColumnRoles) => void): void {
  function Columns() {
    const [roles, setRoles] = useState<ColumnRoles>({ text: [0], date: 1, group: null, rating: null });
    return (
      <ColumnChoice
        columns={columns}
        rows={rowsOf(days)}
        roles={roles}
        isFree
        onChange={(changed) => {
          setRoles(changed);
          onChange(changed);
        }}
        anyLanguage={false}
        onAnyLanguage={() => undefined}
        hasGuess
      />
    );
  }
  root.render(<Columns />);
}

test('the order of day and month is shown by a date of the file, and can be said', async () => {
  const onChange = vi.fn<(roles: ColumnRoles) => void>();
  showColumns(['2024-01-01', '3/5/2024'], onChange);
  const choice = page.getByRole('combobox', { name: '3/5/2024 is' });
  await expect.element(choice).toHaveDisplayValue('5 March 2024, unless later dates tell otherwise');
  await userEvent.selectOptions(choice, '3 May 2024: the day first');
  expect(onChange).toHaveBeenLastCalledWith(expect.objectContaining({ date: 1, dateOrder: 'day-first' }));
  // Of another column it means nothing.
  await userEvent.selectOptions(page.getByRole('combobox', { name: 'Date' }), 'None');
  expect(onChange.mock.lastCall?.[0].dateOrder).toBeUndefined();
  await expect.element(choice).not.toBeInTheDocument();
});

test('dates that can be read in one way only are not asked about', async () => {
  showColumns(['2024-03-05', '25/3/2024', '4/4/2024'], () => undefined);
  await expect.element(page.getByRole('combobox', { name: 'Date' })).toBeVisible();
  expect(page.getByRole('combobox').elements()).toHaveLength(3);
});

test('lines above the names are said, and another number of them can be left out', async () => {
  const shape: TableShape = { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true, skipLines: 2 };
  expect(guessWords(shape)).toBe(
    'Comma-separated, UTF-8, the first row names the columns, below 2 lines that are left out',
  );
  const onChange = vi.fn<(changes: Partial<TableShape>) => void>();
  root.render(<ShapeControls shape={shape} sheets={[]} hasHeaderChoice isFree onChange={onChange} />);
  const choice = page.getByRole('combobox', { name: 'Left out on top' });
  await expect.element(choice).toHaveDisplayValue('2 lines');
  await userEvent.selectOptions(choice, 'Nothing');
  expect(onChange).toHaveBeenCalledWith({ skipLines: 0 });
});

test('the name above lines of text can be taken for a text', async () => {
  const shape: TableShape = { kind: 'txt', encoding: 'utf-8', delimiter: ',', hasHeader: true };
  const onChange = vi.fn<(changes: Partial<TableShape>) => void>();
  root.render(<ShapeControls shape={shape} sheets={[]} hasHeaderChoice isFree onChange={onChange} />);
  await userEvent.click(page.getByRole('checkbox', { name: 'The first line is a name, not a text' }));
  expect(onChange).toHaveBeenCalledWith({ hasHeader: false });
});
