import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictLabels } from '#core/contracts/analysis';
import type { Probabilities } from '#core/contracts/analysis';
import type { Summary } from '#core/contracts/report';
import { defaultReportSettings } from '#core/contracts/run';
import type { ReportSettings } from '#core/contracts/run';
import { surenessAt } from '#core/report/drawings/sureness';
import { createSummaryCounts } from '#core/report/summary';
import type { ReportRow } from '#core/report/summary';
import { shareOf } from '#core/report/wilson';
import { relabel } from '#core/score/relabel';
import { reportRows, rowOf } from './report-rows.ts';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const roles = { date: 1, group: 2, rating: 3 };

function summaryOf(rows: readonly ReportRow[], settings: ReportSettings = defaultReportSettings): Summary {
  const counts = createSummaryCounts({ roles, settings });
  for (const row of rows) counts.add(row);
  return counts.summary();
}

describe('the summary of a run', () => {
  it('does not depend on the order of the rows', () => {
    const settings = { ...defaultReportSettings, themes: [{ name: 'Food', words: ['breakfast'] }] };
    fc.assert(
      fc.property(
        reportRows.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        ([rows, shuffled]) => {
          expect(summaryOf(shuffled, settings)).toEqual(summaryOf(rows, settings));
        },
      ),
    );
  });

  it('counts what there is', () => {
    fc.assert(
      fc.property(reportRows, (rows) => {
        const { counts, all, scores, confidences, trend, groups, ratings } = summaryOf(rows);
        const read = rows.flatMap((row) =>
          row.result.kind === 'read' ? [{ ...row, reading: row.result.reading }] : [],
        );
        const labelled = (label: string, kept = read) =>
          kept.filter(({ reading }) => reading.label === label).length;
        expect(counts.rows).toBe(rows.length);
        expect(counts.read + counts.empty + counts.otherLanguage + counts.failed).toBe(rows.length);
        expect(counts.malformed).toBe(rows.length - read.length);
        expect(counts.repeated).toBe(rows.filter(({ repeated }) => repeated).length);
        expect(all.rows).toBe(read.length);
        for (const label of verdictLabels) {
          expect(counts.byLabel[label]).toBe(labelled(label));
          expect(all.shares[label]).toEqual(shareOf(labelled(label), read.length));
        }
        for (const { from, to, count, byLabel } of scores) {
          const held = read.filter(({ reading }) => reading.score >= from && reading.score < to);
          expect(count).toBe(held.length);
          for (const label of verdictLabels) expect(byLabel[label]).toBe(labelled(label, held));
        }
        expect(confidences.reduce((sum, { count }) => sum + count, 0)).toBe(read.length);

        const undated = read.filter(({ date }) => date === null).length;
        const inTrend = trend?.points.reduce((sum, point) => sum + point.rows, 0) ?? 0;
        expect([trend?.undated, inTrend]).toEqual([undated, read.length - undated]);
        for (const { name, rows: size, shares } of groups?.groups ?? []) {
          const members = read.filter(({ group }) => group === name);
          expect(size).toBe(members.length);
          expect(shares.negative.count).toBe(labelled('negative', members));
        }
        const high = read.filter(({ rating }) => rating !== null && rating >= 4);
        expect(ratings?.highReadsNegative).toEqual({ from: 4, to: 5, count: labelled('negative', high) });
        const low = read.filter(({ rating }) => rating !== null && rating <= 2);
        expect(ratings?.lowReadsPositive).toEqual({ from: 1, to: 2, count: labelled('positive', low) });
        expect(ratings?.unrated).toBe(read.filter(({ rating }) => rating === null).length);
      }),
    );
  });

  it('has scores in twenty bins from -1 to 1, the ends in them', () => {
    const row = rowOf('Fine.', 'neutral');
    const scored = [-1, -0.95, 0, 0.999, 1].map((score): ReportRow => {
      if (row.result.kind !== 'read') throw new Error('the row has no reading');
      return { ...row, result: { kind: 'read', reading: { ...row.result.reading, score } } };
    });
    const { scores } = summaryOf(scored);
    expect(scores).toHaveLength(20);
    expect(scores[0]).toMatchObject({ from: -1, to: -0.9, count: 2 });
    expect(scores[10]).toMatchObject({ from: 0, to: 0.1, count: 1 });
    expect(scores[19]).toMatchObject({ from: 0.9, to: 1, count: 2 });
  });

  it('tells what any line for unsure would make of the rows, mixed ones too, as counting with that line does', () => {
    const probabilities = fc
      .tuple(fc.nat(100), fc.nat(100), fc.nat(100))
      .map(([negative, neutral, positive]): Probabilities => {
        const sum = negative + neutral + positive + 3;
        return {
          negative: (negative + 1) / sum,
          neutral: (neutral + 1) / sum,
          positive: (positive + 1) / sum,
        };
      });
    const rows = fc.array(
      fc.tuple(probabilities, fc.array(probabilities, { maxLength: 4 })).map(([whole, parts]): ReportRow => {
        const judged = { label: 'unsure', confidence: 0 } as const;
        const sentences = parts.map((part) => ({ start: 0, end: 1, ...judged, probabilities: part }));
        const row = rowOf('A view.', 'unsure', { sentences });
        if (row.result.kind !== 'read') throw new Error('the row has no reading');
        return { ...row, result: { kind: 'read', reading: { ...row.result.reading, probabilities: whole } } };
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 34, max: 99 }), (some, percent) => {
        const line = percent / 100;
        const settings = { ...defaultReportSettings, unsureBelow: line };
        const { confidences, all } = summaryOf(some, settings);
        expect(summaryOf(some).confidences).toEqual(confidences);
        const sureness = surenessAt(confidences, line, all.rows);
        expect(sureness).toMatchObject({ unsure: all.shares.unsure.count, isExact: true });
        const { negative, neutral, positive } = all.shares;
        const answers = negative.count + neutral.count + positive.count;
        const told = some.flatMap(({ result }) => {
          if (result.kind !== 'read') return [];
          const { label, confidence } = relabel(result.reading, line);
          return label === 'mixed' || label === 'unsure' ? [] : [confidence];
        });
        if (answers === 0) expect(sureness.expectedRight).toBeNull();
        else expect(sureness.expectedRight).toBeCloseTo(sumOf(told) / answers, 9);
      }),
    );
  });

  it('draws the line for unsure where it is told', () => {
    const rows = [rowOf('A view.', 'positive'), rowOf('A desk.', 'unsure')];
    expect(summaryOf(rows, { ...defaultReportSettings, unsureBelow: 0.95 }).counts.byLabel).toMatchObject({
      positive: 0,
      unsure: 2,
    });
    expect(summaryOf(rows, { ...defaultReportSettings, unsureBelow: 0.3 }).counts.byLabel).toMatchObject({
      negative: 1,
      positive: 1,
      unsure: 0,
    });
  });

  it('has no pictures of columns that were not chosen', () => {
    const counts = createSummaryCounts({
      roles: { date: null, group: null, rating: null },
      settings: defaultReportSettings,
    });
    counts.add(rowOf('A view.', 'positive'));
    expect(counts.summary()).toMatchObject({ trend: null, groups: null, ratings: null, themes: [] });
  });
});
