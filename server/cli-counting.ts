/** The figures of a table that is being read: the same addition as on the page. */
import type { RowResult } from '#core/contracts/row-result';
import { defaultReportSettings } from '#core/contracts/run';
import { createSummaryCounts } from '#core/report/summary';
import type { SummaryCounts } from '#core/report/summary';
import { readDate } from '#core/table/dates';
import { groupOf, placedCell, ratingOf } from '#core/table/row-cells';
import type { AnsweredRow } from './cli-reading.ts';
import type { Survey } from './cli-survey.ts';

export interface Counting {
  add(row: Omit<AnsweredRow<unknown>, 'answer'>, result: RowResult): void;
  summary: SummaryCounts['summary'];
}

export function createCounting({ roles, columns, dateOrder, repeats }: Survey): Counting {
  const counts = createSummaryCounts({ roles, settings: defaultReportSettings });
  return {
    add({ place, text, row: { cells, fault } }, result) {
      const rating = ratingOf(cells, roles, columns.length);
      counts.add({
        text,
        group: groupOf(cells, roles, columns.length),
        date: readDate(placedCell(cells, roles.date, roles, columns.length), dateOrder),
        rating: Number.isNaN(rating) ? null : rating,
        fault,
        repeated: repeats.has(place),
        result,
      });
    },
    summary: () => counts.summary(),
  };
}
