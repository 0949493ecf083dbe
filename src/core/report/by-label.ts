/** A value for each label. */
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { CountsByLabel } from '../contracts/report.ts';

export function byLabel<T>(valueOf: (label: VerdictLabel) => T): Record<VerdictLabel, T> {
  return {
    negative: valueOf('negative'),
    neutral: valueOf('neutral'),
    positive: valueOf('positive'),
    mixed: valueOf('mixed'),
    unsure: valueOf('unsure'),
  };
}

export function totalOf(counts: CountsByLabel): number {
  return counts.negative + counts.neutral + counts.positive + counts.mixed + counts.unsure;
}
