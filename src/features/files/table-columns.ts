/** The columns of the table of rows: which there are, what stands in them, and which order their heads ask for. */
import type { RowSort, RowView, Run } from '#core/contracts/run';
import { filesWords } from '../../i18n/files.ts';
import { formatCount } from '../../i18n/formats.ts';
import { cellText } from './cell-text.ts';
import { standingOf, surenessOf } from './row-words.ts';

export interface TableColumn {
  id: 'row' | 'tone' | 'sure' | 'text' | 'group' | 'date' | 'rating';
  name: string;
  /** What a press on its head sorts by, and the direction that is of more use first; null where it sorts nothing. */
  sort: RowSort | null;
  textOf: (row: RowView) => string;
}

/** A table draws no more of a text: it is one line there. */
export const mostCharacters = 400;

export function columnsOf(run: Pick<Run, 'roles' | 'columns'>): TableColumn[] {
  const { group, date, rating } = run.roles;
  const words = filesWords.table.columns;
  const nameOf = (column: number, otherwise: string) => run.columns[column]?.trim() || otherwise;
  const cellOf = (column: number) => (row: RowView) => cellText(row.cells[column] ?? null);
  const columns: TableColumn[] = [
    {
      id: 'row',
      name: words.row,
      sort: { by: 'row', descending: false },
      textOf: ({ row }) => formatCount(row + 1),
    },
    { id: 'tone', name: words.tone, sort: { by: 'score', descending: false }, textOf: standingOf },
    { id: 'sure', name: words.sure, sort: { by: 'confidence', descending: true }, textOf: surenessOf },
    {
      id: 'text',
      name: words.text,
      sort: null,
      textOf: ({ text }) => text.slice(0, mostCharacters),
    },
  ];
  if (group !== null) {
    columns.push({
      id: 'group',
      name: nameOf(group, words.group),
      sort: null,
      textOf: (row) => row.group ?? '',
    });
  }
  if (date !== null) {
    columns.push({
      id: 'date',
      name: nameOf(date, words.date),
      sort: { by: 'date', descending: true },
      textOf: cellOf(date),
    });
  }
  if (rating !== null) {
    columns.push({
      id: 'rating',
      name: nameOf(rating, words.rating),
      sort: { by: 'rating', descending: false },
      textOf: cellOf(rating),
    });
  }
  return columns;
}

/** What a press on the head of a column asks for next: its order, then the other way round, then the file's own. */
export function nextSort(own: RowSort, now: RowSort): RowSort {
  if (now.by !== own.by) return own;
  if (own.by === 'row') return { ...own, descending: !now.descending };
  return now.descending === own.descending
    ? { ...own, descending: !own.descending }
    : { by: 'row', descending: false };
}
