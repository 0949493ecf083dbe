/** All that a report shows of a run, added up row by row. */
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { ConfidenceBin, Groups, ScoreBin, Summary, ToneShares } from '../contracts/report.ts';
import type { RowReading, RowResult } from '../contracts/row-result.ts';
import { noCounts } from '../contracts/run.ts';
import type { ReportSettings, RunCounts, TrendUnit } from '../contracts/run.ts';
import type { ColumnRoles, RowFault } from '../contracts/table.ts';
import { likeliest } from '../score/likeliest.ts';
import { mixedUpTo, relabel } from '../score/relabel.ts';
import type { Labelled } from '../score/relabel.ts';
import { labelShares, noneByLabel, totalOf } from './by-label.ts';
import { createDriverCounts } from './drivers.ts';
import { createGroupCounts, toldApart } from './groups.ts';
import { addProbabilities, noToneSums, toneShares } from './of-three.ts';
import type { ToneSums } from './of-three.ts';
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
 * Adds up rows in any order: the same rows give the same summary. It keeps counts, and of rows a sample, so that its
 * size does not grow with the file but for the first thousands of words, days, names and texts. Only where a file has more phrases or groups
 * than are told apart (see `createPhraseCounts` and `createGroupCounts`) does the order matter, and then little.
 */
export function createSummaryCounts({ roles, settings }: SummaryOptions): SummaryCounts {
  const rows = createRowFigures();
  const labels = createLabelFigures(roles);
  const drivers = createDriverCounts();
  const themes = createThemeCounts(settings.themes);

  return {
    add(row) {
      const labelled = labelledBy(row.result, settings.unsureBelow);
      rows.add(row);
      if (row.result.kind !== 'read' || labelled === null) return;
      labels.add(row, scoreBinOf(row.result.reading.score), labelled.label);
      drivers.move(row.text, labelled.sentences, null, sideOf(labelled.label));
      themes.add(row.text, labelled.sentences);
    },
    summary: () => ({
      ...figuresOf(rows, labels, settings.trendUnit),
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

/** The side that a row's words speak for; null where it is on neither, or was not read. */
export function sideOf(label: VerdictLabel | null): Side | null {
  return label === 'negative' || label === 'positive' ? label : null;
}

/** All of a summary but what depends on words. */
export type Figures = Omit<Summary, 'drivers' | 'themes'>;

/** What is counted of rows whichever labels they have. */
export interface RowFigures {
  add(row: ReportRow): void;
  counted(): {
    counts: Omit<RunCounts, 'byLabel'>;
    confidences: ConfidenceBin[];
    ofThree: ToneShares;
    /** Of the rows of a group; undefined of one that is not told apart. */
    groupOfThree: (name: string) => ToneShares | undefined;
  };
}

export function createRowFigures(): RowFigures {
  const counts = noCounts();
  const confidences = Array.from({ length: confidenceBins }, () => ({ count: 0, answers: 0, sum: 0 }));
  const toneSums = noToneSums();
  const groupSums = new Map<string, ToneSums>();

  function sumsOf(group: string): ToneSums | undefined {
    const known = groupSums.get(group);
    if (known !== undefined || groupSums.size === toldApart) return known;
    const sums = noToneSums();
    groupSums.set(group, sums);
    return sums;
  }

  return {
    add(row) {
      countRow(counts, row);
      if (row.result.kind !== 'read') return;
      const { reading } = row.result;
      countConfidence(confidences, reading);
      addProbabilities(toneSums, reading.probabilities);
      const ofGroup = row.group === null ? undefined : sumsOf(row.group);
      if (ofGroup !== undefined) addProbabilities(ofGroup, reading.probabilities);
    },
    counted: () => ({
      counts: { ...counts },
      confidences: confidences.map((counted, bin): ConfidenceBin => {
        return { from: bin / confidenceBins, to: (bin + 1) / confidenceBins, ...counted };
      }),
      ofThree: toneShares(toneSums),
      groupOfThree(name) {
        const sums = groupSums.get(name);
        return sums === undefined ? undefined : toneShares(sums);
      },
    }),
  };
}

/** What is counted of the labels that rows have by one line for *unsure*. */
export interface LabelFigures {
  /** @param scoreBin as `scoreBinOf` has it */
  add(row: Pick<ReportRow, 'group' | 'date' | 'rating'>, scoreBin: number, label: VerdictLabel): void;
  counted(
    unit: TrendUnit | null,
  ): Pick<RunCounts, 'byLabel'> & Omit<Figures, 'counts' | 'confidences' | 'ofThree'>;
}

export function createLabelFigures(roles: ReportRoles): LabelFigures {
  const byLabel = noneByLabel();
  const scores = Array.from({ length: scoreBins }, noneByLabel);
  const trend = createTrendCounts();
  const groups = createGroupCounts();
  const ratings = createRatingCounts();
  return {
    add(row, scoreBin, label) {
      byLabel[label] += 1;
      const bin = scores[scoreBin];
      if (bin !== undefined) bin[label] += 1;
      if (roles.date !== null) trend.add(row.date, label);
      if (roles.group !== null) groups.add(row.group, label);
      if (roles.rating !== null) ratings.add(row.rating, label);
    },
    counted: (unit) => ({
      byLabel: { ...byLabel },
      all: labelShares(byLabel),
      scores: scores.map((ofBin, bin): ScoreBin => {
        return { from: edgeOf(bin), to: edgeOf(bin + 1), count: totalOf(ofBin), byLabel: { ...ofBin } };
      }),
      trend: roles.date === null ? null : trend.trend(unit),
      groups: roles.group === null ? null : groups.groups(),
      ratings: roles.rating === null ? null : ratings.ratings(),
    }),
  };
}

/** @param rows of the same rows as `labels` */
export function figuresOf(rows: RowFigures, labels: LabelFigures, unit: TrendUnit | null): Figures {
  const { counts, confidences, ofThree, groupOfThree } = rows.counted();
  const { byLabel, groups, ...rest } = labels.counted(unit);
  return {
    counts: { ...counts, byLabel },
    confidences,
    ofThree,
    groups: groups === null ? null : withOfThree(groups, groupOfThree),
    ...rest,
  };
}

function withOfThree(groups: Groups, ofThreeOf: (name: string) => ToneShares | undefined): Groups {
  return {
    ...groups,
    groups: groups.groups.map((group) => {
      const ofThree = ofThreeOf(group.name);
      return ofThree === undefined ? group : { ...group, ofThree };
    }),
  };
}

/** Where a score of -1 to 1 is counted, from 0. */
export function scoreBinOf(score: number): number {
  return binOf((score + 1) / 2, scoreBins);
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

/** With a line at or below `mixed` the row is mixed; above that it has its tone up to its confidence. */
function countConfidence(bins: Omit<ConfidenceBin, 'from' | 'to'>[], reading: RowReading): void {
  const confidence = reading.probabilities[likeliest(reading.probabilities)];
  const mixed = mixedUpTo(reading);
  const binAt = (line: number) => bins[binOf(line, confidenceBins)];
  const [last, highest, lowest] = [
    binAt(Math.max(mixed, confidence)),
    binAt(confidence),
    binAt(Math.min(mixed, confidence)),
  ];
  if (last === undefined || highest === undefined || lowest === undefined) return;
  last.count += 1;
  highest.answers += 1;
  highest.sum += confidence;
  if (mixed === 0) return;
  lowest.answers -= 1;
  lowest.sum -= confidence;
}

/** @param value 0 to 1; 1 itself is in the last, and what is an edge but for its binary form above that edge */
function binOf(value: number, bins: number): number {
  return Math.min(bins - 1, Math.max(0, Math.floor(value * bins + 1e-9)));
}

/** In tenths, so that an edge prints as it should. */
function edgeOf(bin: number): number {
  return (bin - scoreBins / 2) / (scoreBins / 2);
}
