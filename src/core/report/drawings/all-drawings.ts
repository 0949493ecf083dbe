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

/**
 * Those that the run has something for: no trend without a column of dates.
 *
 * @param groupColumn the name of the column of groups; empty where there is none
 * @param width of the drawings, in CSS pixels
 */
export function allDrawings(summary: Summary, groupColumn: string, width: number): Drawing[] {
  const { trend, groups, ratings, drivers, themes } = summary;
  return [
    drawShares(summary, width),
    ...(trend === null ? [] : [drawTrend(trend, width)]),
    ...(groups === null ? [] : [drawGroups(groups, groupColumn, width)]),
    ...(ratings === null ? [] : [drawRatings(ratings, width)]),
    drawDrivers(drivers, 'negative', width),
    drawDrivers(drivers, 'positive', width),
    ...(themes.length === 0 ? [] : [drawThemes(themes, width)]),
    drawScores(summary, width),
  ];
}
