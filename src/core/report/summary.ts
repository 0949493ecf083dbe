/** All that a report shows of a run, added up row by row. */
import type { ConfidenceBin, ScoreBin, Summary } from '../contracts/report.ts';
import type { Probabilities } from '../contracts/analysis.ts';
import type { RowResult } from '../contracts/row-result.ts';
import { noCounts } from '../contracts/run.ts';
import type { ReportSettings, RunCounts, TrendUnit } from '../contracts/run.ts';
import type { ColumnRoles, RowFault } from '../contracts/table.ts';
import { likeliest } from '../score/likeliest.ts';
import { relabel } from '../score/relabel.ts';
import type { Labelled } from '../score/relabel.ts';
import { labelShares } from './by-label.ts';
import { createDriverCounts } from './drivers.ts';
import { createGroupCounts } from './groups.ts';
import type { Side } from './phrase-counts.ts';
import { createRatingCounts } from './ratings.ts';
import { createThemeCounts } from './themes.ts';
import { createTrendCounts } from './trend.ts';

const scoreBins = 20;
const confidenceBins = 100;

/** A row whose result is in, with what its cells mean. */
export interface ReportRow {
  text: string;
  /** Null where the column is not there, or the cell says nothing. */
  group: string | null;
  /** ISO 8601, `2024-03-09`. */
  date: string | null;
  rating: number | null;
  fault: RowFault | null;
  /** The text stood in an earlier row already. */
  repeated: boolean;
  result: RowResult;
}

export type ReportRoles = Pick<ColumnRoles, 'date' | 'group' | 'rating'>;

export interface SummaryOptions {
  /** Which columns there are. */
  roles: ReportRoles;
  settings: ReportSettings;
}

export interface SummaryCounts {
  add(row: ReportRow): void;
  /** Of the rows so far. */
  summary(): Summary;
}

/**
 * Adds up rows in any order: the same rows give the same summary. It keeps counts and no rows, so that its size does not
 * grow with the file but for the first thousands of words, days and names. Only where a file has more phrases or groups
 * than are told apart (see `createPhraseCounts` and `createGroupCounts`) does the order matter, and then little.
 */
export function createSummaryCounts({ roles, settings }: SummaryOptions): SummaryCounts {
  const figures = createFigureCounts(roles);
  const drivers = createDriverCounts();
  const themes = createThemeCounts(settings.themes);

  return {
    add(row) {
      const labelled = labelledBy(row.result, settings.unsureBelow);
      figures.add(row, labelled);
      if (labelled === null) return;
      drivers.move(row.text, labelled.sentences, null, sideOf(labelled));
      themes.add(row.text, labelled.sentences);
    },
    summary: () => ({
      ...figures.figures(settings.trendUnit),
      drivers: drivers.drivers(),
      themes: themes.themes(),
    }),
  };
}

/** As a row reads with the line for *unsure* where the person wants it; null where it was not read. */
export function labelledBy(result: RowResult, unsureBelow: number | null): Labelled | null {
  if (result.kind !== 'read') return null;
  return unsureBelow === null ? result.reading : relabel(result.reading, unsureBelow);
}

/** The side that a row's words speak for; null where it is on neither. */
export function sideOf(labelled: Pick<Labelled, 'label'> | null): Side | null {
  const label = labelled?.label;
  return label === 'negative' || label === 'positive' ? label : null;
}

/** All of a summary but what depends on words. */
export type Figures = Omit<Summary, 'drivers' | 'themes'>;

export interface FigureCounts {
  add(row: ReportRow, labelled: Labelled | null): void;
  figures(unit: TrendUnit | null): Figures;
}

export function createFigureCounts(roles: ReportRoles): FigureCounts {
  const counts = noCounts();
  const scores = Array.from({ length: scoreBins }, () => 0);
  const confidences = Array.from({ length: confidenceBins }, () => ({ count: 0, sum: 0 }));
  const trend = createTrendCounts();
  const groups = createGroupCounts();
  const ratings = createRatingCounts();

  return {
    add(row, labelled) {
      countRow(counts, row);
      if (row.result.kind !== 'read' || labelled === null) return;
      const { reading } = row.result;
      const { label } = labelled;
      counts.byLabel[label] += 1;
      const bin = binOf((reading.score + 1) / 2, scoreBins);
      scores[bin] = (scores[bin] ?? 0) + 1;
      if (label !== 'mixed') countConfidence(confidences, reading.probabilities);
      if (roles.date !== null) trend.add(row.date, label);
      if (roles.group !== null) groups.add(row.group, label);
      if (roles.rating !== null) ratings.add(row.rating, label);
    },
    figures(unit) {
      return {
        counts: { ...counts, byLabel: { ...counts.byLabel } },
        all: labelShares(counts.byLabel),
        scores: scores.map((count, bin): ScoreBin => ({ from: edgeOf(bin), to: edgeOf(bin + 1), count })),
        confidences: confidences.map(({ count, sum }, bin): ConfidenceBin => {
          return { from: bin / confidenceBins, to: (bin + 1) / confidenceBins, count, sum };
        }),
        trend: roles.date === null ? null : trend.trend(unit),
        groups: roles.group === null ? null : groups.groups(),
        ratings: roles.rating === null ? null : ratings.ratings(),
      };
    },
  };
}

function countRow(counts: RunCounts, { result, fault, repeated }: ReportRow): void {
  counts.rows += 1;
  if (fault !== null) counts.malformed += 1;
  if (repeated) counts.repeated += 1;
  if (result.kind === 'read') counts.read += 1;
  else if (result.kind === 'empty') counts.empty += 1;
  else if (result.kind === 'other-language') counts.otherLanguage += 1;
  else counts.failed += 1;
}

function countConfidence(bins: { count: number; sum: number }[], probabilities: Probabilities): void {
  const confidence = probabilities[likeliest(probabilities)];
  const bin = bins[binOf(confidence, confidenceBins)];
  if (bin === undefined) return;
  bin.count += 1;
  bin.sum += confidence;
}

/** @param value 0 to 1; 1 itself is in the last */
function binOf(value: number, bins: number): number {
  return Math.min(bins - 1, Math.max(0, Math.floor(value * bins)));
}

/** In tenths, so that an edge prints as it should. */
function edgeOf(bin: number): number {
  return (bin - scoreBins / 2) / (scoreBins / 2);
}
