/** Every picture there is to a run, in the order in which they are shown. */
import type { Summary } from '../../contracts/report.ts';
import type { Drawing } from '../drawing.ts';
import { drawDrivers } from './drivers.ts';
import { drawGroups } from './groups.ts';
import { drawRatings } from './ratings.ts';
import { drawScores } from './scores.ts';
import { drawShares } from './shares.ts';
import { drawThemes } from './themes.ts';
import { drawTrend } from './trend.ts';

export interface DrawnColumns {
  readonly group: string;
  readonly rating: string;
}

/**
 * Those that the run has something for: no trend without a column of dates.
 *
 * @param columns their names in the file; empty where there is none
 * @param width of the drawings, in CSS pixels
 */
export function allDrawings(summary: Summary, columns: DrawnColumns, width: number): Drawing[] {
  const { trend, groups, ratings, drivers, themes } = summary;
  return [
    drawShares(summary, width),
    ...(trend === null ? [] : [drawTrend(trend, width)]),
    ...(groups === null ? [] : [drawGroups(groups, columns.group, width)]),
    ...(ratings === null ? [] : [drawRatings(ratings, columns.rating, width)]),
    drawDrivers(drivers, 'negative', width),
    drawDrivers(drivers, 'positive', width),
    ...(themes.length === 0 ? [] : [drawThemes(themes, width)]),
    drawScores(summary, width),
  ];
}
