/** The figures of a table as text for a terminal. */
import { tones, verdictLabels } from '#core/contracts/analysis';
import type { ModelInfo } from '#core/contracts/analysis';
import type { Driver, GroupShares, LabelShares, Summary, ToneShares } from '#core/contracts/report';
import { countText, pluralText, intervalText, labelTexts } from '#core/report/drawing-figures';
import { drawingWords } from '#core/report/drawing-words';
import { periodName } from '#core/report/drawings/date-ticks';
import { countLines } from '#core/report/html-report-words';
import { printableName } from './cli-printable.ts';

/** Groups of fewer rows have counts and no shares: a share of them says next to nothing. */
const fewestForShares = 10;
const shownDrivers = 10;
const widestName = 28;

export interface TableFacts {
  readonly name: string;
  readonly textColumns: readonly string[];
  readonly groupColumn: string;
  readonly ratingColumn: string;
  readonly rows: number;
  readonly model: ModelInfo;
  readonly summary: Summary;
}

/** Ends with a line end. */
export function figuresText(facts: TableFacts): string {
  const { name, textColumns, groupColumn, ratingColumn, rows, model, summary } = facts;
  const { all, ofThree, trend, groups, ratings, drivers } = summary;
  const sections = [
    [
      `${printableName(name)} · ${textColumns.map(printableName).join(' + ')}`,
      ...countLines(summary.counts, rows),
    ],
    sharesSection(all, ofThree),
    trend === null || trend.points.length === 0
      ? []
      : labelRows(
          drawingWords.trend.columns[trend.unit],
          trend.points.map((point) => [periodName(Date.parse(point.from), trend.unit), point]),
        ),
    groups === null || groups.groups.length === 0
      ? []
      : [
          ...labelRows(
            groupColumn,
            groups.groups.map((group) => [group.name, group]),
          ),
          ...(groups.others.groups > 0
            ? [
                `and ${pluralText(groups.others.rows, 'row', 'rows')} in ${countText(groups.others.groups)} more`,
              ]
            : []),
        ],
    ofThreeSection(groupColumn, groups?.groups ?? []),
    ratings === null || ratings.byRating.length === 0
      ? []
      : [
          ...labelRows(
            ratingColumn,
            ratings.byRating.map((each) => [String(each.rating), each]),
          ),
          `Rated ${range(ratings.highReadsNegative)}, reads negative: ${countText(ratings.highReadsNegative.count)}`,
          `Rated ${range(ratings.lowReadsPositive)}, reads positive: ${countText(ratings.lowReadsPositive.count)}`,
        ],
    driversSection('More common in negative rows', drivers.negative, drivers.of.negative),
    driversSection('More common in positive rows', drivers.positive, drivers.of.positive),
    [
      `Read with ${printableName(`${model.name} ${model.version}`)}. Calibration comes from public test sets.`,
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function sharesSection({ shares, rows }: LabelShares, ofThree: ToneShares | undefined): string[] {
  if (rows < fewestForShares)
    return [
      `${''.padEnd(9)}${'rows'.padStart(9)}`,
      ...verdictLabels.map((label) => `${label.padEnd(9)}${countText(shares[label].count).padStart(9)}`),
    ];
  const shareOf = labelTexts((label) => shares[label].share);
  const lines = verdictLabels.map((label) => {
    const share = shares[label];
    const cells = [countText(share.count).padStart(9), shareOf(label).padStart(7)];
    return `${label.padEnd(9)}${cells.join('')}${intervalText(share).padStart(12)}`;
  });
  return [
    `${''.padEnd(9)}${'rows'.padStart(9)}${'share'.padStart(7)}${'95 %'.padStart(12)}`,
    ...lines,
    ...(ofThree === undefined
      ? []
      : [
          drawingWords.ofThree.sentence(ofThree),
          `95 %: ${tones.map((tone) => `${intervalText(ofThree.shares[tone])} ${tone}`).join(', ')}.`,
        ]),
  ];
}

/** How the rows of each group would divide if each had to be one of three. */
function ofThreeSection(column: string, groups: readonly GroupShares[]): string[] {
  const told = groups.flatMap(({ name, rows, ofThree }) =>
    ofThree === undefined || rows < fewestForShares ? [] : [{ name, ofThree }],
  );
  if (told.length === 0) return [];
  const title = drawingWords.ofThree.columnOf(column);
  const width = Math.min(widestName, Math.max(title.length, ...told.map(({ name }) => name.length))) + 2;
  return [
    `${fitting(title, width)}${tones.map((tone) => tone.padStart(20)).join('')}`,
    ...told.map(({ name, ofThree }) => {
      const cells = drawingWords.ofThree.cells(ofThree).map((cell) => `${cell.replace('\n', ' (')})`);
      return `${fitting(name, width)}${cells.map((cell) => cell.padStart(20)).join('')}`;
    }),
  ];
}

function labelRows(title: string, rows: readonly (readonly [string, LabelShares])[]): string[] {
  const width = Math.min(widestName, Math.max(title.length, ...rows.map(([name]) => name.length))) + 2;
  const head = ['rows', ...verdictLabels].map((name) => name.padStart(10)).join('');
  return [
    `${fitting(title, width)}${head}`,
    ...rows.map(([name, { rows: count, shares }]) => {
      const shareOf = labelTexts((label) => shares[label].share);
      const cells = verdictLabels.map((label) =>
        count < fewestForShares ? countText(shares[label].count) : shareOf(label),
      );
      return `${fitting(name, width)}${[countText(count), ...cells].map((cell) => cell.padStart(10)).join('')}`;
    }),
  ];
}

function fitting(name: string, width: number): string {
  const line = printableName(name);
  return (line.length > width - 2 ? `${line.slice(0, width - 3)}…` : line).padEnd(width);
}

function range({ from, to }: { from: number; to: number }): string {
  return from === to ? String(from) : `${String(from)}–${String(to)}`;
}

function driversSection(title: string, drivers: readonly Driver[], of: number): string[] {
  if (drivers.length === 0) return [];
  const told = drivers
    .slice(0, shownDrivers)
    .map(({ phrase, count }) => `${printableName(phrase)} ${countText(count)}`);
  return [`${title} (of ${countText(of)})`, told.join(' · ')];
}
