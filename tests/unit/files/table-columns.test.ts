import { describe, expect, it } from 'vitest';
import type { RowSort } from '#core/contracts/run';
import { columnsOf, nextSort } from '../../../src/features/files/table-columns.ts';
import { pastedFile } from '../../../src/features/files/pasted-file.ts';

const names = ['Comment', 'Day', ' ', 'Stars'];
const shown = (roles: Parameters<typeof columnsOf>[0]['roles']) => columnsOf({ roles, columns: names });
const idsOf = (roles: Parameters<typeof shown>[0]) => shown(roles).map(({ id }) => id);

describe('the columns of the table', () => {
  it('are as many as were chosen', () => {
    expect(idsOf({ text: [0], date: null, group: null, rating: null })).toEqual([
      'row',
      'tone',
      'sure',
      'text',
    ]);
    expect(idsOf({ text: [0], date: 1, group: 2, rating: 3 }).slice(4)).toEqual(['group', 'date', 'rating']);
  });

  it('have the names of the file, where it has any', () => {
    const columns = shown({ text: [0], date: 1, group: 2, rating: 3 });
    expect(columns.slice(4).map(({ name }) => name)).toEqual(['Group', 'Day', 'Stars']);
  });

  it('are ordered by their own way first, then the other way round, then as in the file', () => {
    const own: RowSort = { by: 'confidence', descending: true };
    const file: RowSort = { by: 'row', descending: false };
    const first = nextSort(own, file);
    const second = nextSort(own, first);
    expect([first, second, nextSort(own, second)]).toEqual([own, { ...own, descending: false }, file]);
    expect(nextSort(file, file)).toEqual({ by: 'row', descending: true });
    expect(nextSort(file, { by: 'row', descending: true })).toEqual(file);
  });
});

describe('what is pasted', () => {
  it('is a table where there are tabs, and a text each line where there are none', async () => {
    const table = pastedFile('A\t"two\nlines"\nB\tone');
    expect(table.given).toMatchObject({ kind: 'csv', delimiter: '\t' });
    expect(await table.file.text()).toBe('A\t"two\nlines"\nB\tone');
    expect(pastedFile('one\ntwo').given).toMatchObject({ kind: 'txt' });
  });
});
