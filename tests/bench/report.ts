/** From measurements to a table for people and an object for programs. */
import { median, ratios } from './statistics.ts';

/** `faster`: how many times the rival's value is ours, at least; `share`: our part of the rival's value, at most. */
type Comparison = 'faster' | 'share';

export interface Measurement {
  what: string;
  unit: 'ms' | 's' | 'MB';
  comparison: Comparison;
  ours: readonly number[];
  rival: readonly number[];
  /** Absent for a figure that only stands beside another. */
  bounds?: { must: number; goal: number; goalOurs?: number };
}

type Verdict = 'goal met' | 'must met' | 'missed' | '';

export interface Row extends Measurement {
  oursMedian: number;
  rivalMedian: number;
  /** Median of the rounds' ratios. */
  ratio: number;
  verdict: Verdict;
}

export function toRow(measurement: Measurement): Row {
  const { comparison, ours, rival, bounds } = measurement;
  const ratio = median(comparison === 'faster' ? ratios(rival, ours) : ratios(ours, rival));
  const oursMedian = median(ours);
  const reaches = (bound: number): boolean => (comparison === 'faster' ? ratio >= bound : ratio <= bound);
  let verdict: Verdict = '';
  if (bounds !== undefined) {
    const isGoal = reaches(bounds.goal) && oursMedian <= (bounds.goalOurs ?? Infinity);
    if (isGoal) verdict = 'goal met';
    else verdict = reaches(bounds.must) ? 'must met' : 'missed';
  }
  return { ...measurement, oursMedian, rivalMedian: median(rival), ratio, verdict };
}

export interface Circumstances {
  processor: string;
  logicalProcessors: number;
  browser: string;
  threads: string;
  texts: string;
  model: string;
  rounds: string;
}

const digits = { ms: 1, s: 2, MB: 2 } as const;

function formatRatio(ratio: number, comparison: Comparison): string {
  return comparison === 'faster' ? `${ratio.toFixed(2)}x` : ratio.toFixed(3);
}

/** Markdown: the circumstances as a list, the rows as a table. */
export function formatReport(circumstances: Circumstances, rows: readonly Row[]): string {
  const { processor, logicalProcessors, browser, threads, texts, model, rounds } = circumstances;
  const lines = rows.map(({ what, unit, comparison, oursMedian, rivalMedian, ratio, bounds, verdict }) => {
    const value = (amount: number): string => `${amount.toFixed(digits[unit])} ${unit}`;
    const bound = (amount: number | undefined): string =>
      amount === undefined ? '' : formatRatio(amount, comparison);
    const goal =
      bounds?.goalOurs === undefined
        ? bound(bounds?.goal)
        : `${bound(bounds.goal)} and ${value(bounds.goalOurs)}`;
    const cells = [
      what,
      value(oursMedian),
      value(rivalMedian),
      formatRatio(ratio, comparison),
      bound(bounds?.must),
      goal,
      verdict,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `- Processor: ${processor}, ${logicalProcessors} logical. Browser: Chromium ${browser}.`,
    `- Threads: ${threads}`,
    `- Texts: ${texts}`,
    `- Model: ${model}`,
    `- Rounds: ${rounds}`,
    '',
    '| what | Undertone | usual stack | ratio | must | goal | |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
