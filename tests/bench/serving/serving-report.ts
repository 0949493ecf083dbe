/** From measurements of the two services to tables for people. */
import { median, ratios } from '../statistics.ts';
import type { Figures } from './measure.ts';

/** Of DESIGN: how many times the seed's requests a second, on short texts. */
const must = 6;
const goal = 12;

/** Of every round. */
export interface Cell {
  texts: string;
  connections: number;
  /** Whether the bounds hold for it. */
  isBound: boolean;
  ours: readonly Figures[];
  seed: readonly Figures[];
}

export interface ArmFacts {
  readyMs: readonly number[];
  heldBytes: readonly number[];
}

export interface CellResult {
  /** Median of the rounds' ratios of requests a second. */
  ratio: number;
  verdict: 'goal met' | 'must met' | 'missed' | '';
}

function medianOf(figures: readonly Figures[], key: keyof Figures): number {
  return median(figures.map((figure) => figure[key]));
}

/** The goal is twice as much again, with our slowest answers before the seed's usual ones. */
export function judge({ isBound, ours, seed }: Cell): CellResult {
  const perSecond = (figures: readonly Figures[]): number[] =>
    figures.map(({ requestsPerSecond }) => requestsPerSecond);
  const ratio = median(ratios(perSecond(ours), perSecond(seed)));
  if (!isBound) return { ratio, verdict: '' };
  if (ratio < must) return { ratio, verdict: 'missed' };
  const isSooner = medianOf(ours, 'p99Ms') < medianOf(seed, 'p50Ms');
  return { ratio, verdict: ratio >= goal && isSooner ? 'goal met' : 'must met' };
}

const rate = (perSecond: number): string => perSecond.toFixed(perSecond < 100 ? 1 : 0);
const ms = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
const share = (value: number): string => `${(value * 100).toFixed(0)} %`;

/** Markdown. */
export function formatCells(cells: readonly Cell[]): string {
  const columns = [
    'texts',
    'connections',
    'ours a second',
    'p50',
    'p99',
    'seed a second',
    'p50',
    'p99',
    'ratio',
    'callers (ours, seed)',
    '',
  ];
  const rows = cells.map((cell) => {
    const { texts, connections, ours, seed } = cell;
    const { ratio, verdict } = judge(cell);
    const figures = (of: readonly Figures[]): string[] => [
      rate(medianOf(of, 'requestsPerSecond')),
      ms(medianOf(of, 'p50Ms')),
      ms(medianOf(of, 'p99Ms')),
    ];
    const callers = [ours, seed].map((of) => share(medianOf(of, 'callersShare'))).join(', ');
    return [
      texts,
      String(connections),
      ...figures(ours),
      ...figures(seed),
      `${ratio.toFixed(1)}x`,
      callers,
      verdict,
    ];
  });
  return table(columns, rows);
}

/** Markdown. */
export function formatArms({ ours, seed }: { ours: ArmFacts; seed: ArmFacts }): string {
  const seconds = ({ readyMs }: ArmFacts): string => `${(median(readyMs) / 1000).toFixed(2)} s`;
  const megabytes = ({ heldBytes }: ArmFacts): string => `${(median(heldBytes) / 1e6).toFixed(0)} MB`;
  return table(
    ['what', 'ours', 'seed'],
    [
      ['start of the process to the first answer', seconds(ours), seconds(seed)],
      ['memory of all processes after the load', megabytes(ours), megabytes(seed)],
    ],
  );
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line), ''].join('\n');
}
