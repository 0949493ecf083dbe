/** A value for each label. */
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { CountsByLabel, LabelShares } from '../contracts/report.ts';
import { shareOf } from './wilson.ts';

export function byLabel<T>(valueOf: (label: VerdictLabel) => T): Record<VerdictLabel, T> {
  return {
    negative: valueOf('negative'),
    neutral: valueOf('neutral'),
    positive: valueOf('positive'),
    mixed: valueOf('mixed'),
    unsure: valueOf('unsure'),
  };
}

export function noneByLabel(): CountsByLabel {
  return byLabel(() => 0);
}

export function addCounts(to: CountsByLabel, counts: CountsByLabel): void {
  to.negative += counts.negative;
  to.neutral += counts.neutral;
  to.positive += counts.positive;
  to.mixed += counts.mixed;
  to.unsure += counts.unsure;
}

export function totalOf(counts: CountsByLabel): number {
  return counts.negative + counts.neutral + counts.positive + counts.mixed + counts.unsure;
}

/** Each label's share of all rows that were counted. */
export function labelShares(counts: CountsByLabel): LabelShares {
  const rows = totalOf(counts);
  return { rows, shares: byLabel((label) => shareOf(counts[label], rows)) };
}
