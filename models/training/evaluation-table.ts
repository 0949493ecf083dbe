/** The evaluation as Markdown tables, for the terminal and for the model card. */
import type { EvaluationReport, EvaluationRow } from './evaluation-report.ts';
import type { CalibrationFloor } from './reliability.ts';

/** A share in percent, without the sign. */
export function percent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits);
}

/** A difference in percentage points, with its sign. */
export function points(difference: number): string {
  const written = percent(difference);
  return difference > 0 ? `+${written}` : written;
}

/** A Markdown table from a head and rows of cells; columns but the first are right-aligned. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

const totalNote =
  '\n\nTotal: accuracy and macro-F1 are means over the files, everything else is over all texts.';

function withTotal({ rows, total }: EvaluationReport): EvaluationRow[] {
  return [...rows, { ...total, set: '**total**' }];
}

/** How right: one row a file and a total, whose accuracy and macro-F1 are means over files. */
export function formatEvaluation(report: EvaluationReport): string {
  const hasFp32 = report.total.fp32 !== undefined;
  const head = [
    'file',
    'texts',
    'accuracy',
    'half A',
    'half B',
    'macro-F1',
    'unsure',
    'mixed',
    'right when one tone is shown',
    'answered, half B',
    'right when answered',
    'refused',
    ...(hasFp32 ? ['fp32 accuracy', 'fp32 macro-F1', 'labels differ'] : []),
  ];
  const cells = (row: EvaluationRow): string[] => [
    row.set,
    String(row.int8.texts),
    percent(row.int8.accuracy),
    percent(row.halves.A),
    percent(row.halves.B),
    percent(row.int8.macroF1),
    percent(row.int8.unsureShare),
    percent(row.int8.mixedShare),
    percent(row.int8.rightWhenToned),
    percent(row.reported.answered),
    percent(row.reported.rightWhenAnswered),
    String(row.refused),
    ...(hasFp32
      ? [
          percent(row.fp32?.accuracy ?? 0),
          percent(row.fp32?.macroF1 ?? 0),
          percent(row.fp32LabelsDiffer ?? 0, 2),
        ]
      : []),
  ];
  return markdownTable(head, withTotal(report).map(cells)) + totalNote;
}

const floorHead = ['ECE', 'by chance', '95 % of chances'] as const;

function floorCells(ece: number, { mean, p95 }: CalibrationFloor): string[] {
  return [percent(ece), percent(mean), `${percent(p95)}${ece > p95 ? ' (exceeded)' : ''}`];
}

/** How honest: the calibration error of each file beside what sampling alone would give. */
export function formatCalibration(report: EvaluationReport): string {
  const cells = ({ set, int8, floor, reported }: EvaluationRow): string[] => [
    set,
    String(int8.texts),
    ...floorCells(int8.ece, floor),
    ...floorCells(reported.ece, reported.floor),
  ];
  const head = ['file', 'texts', ...floorHead, 'ECE, half B', ...floorHead.slice(1)];
  return markdownTable(head, withTotal(report).map(cells));
}

/** Accuracy and calibration by the length of the text. */
export function formatLengths({ byLength }: EvaluationReport): string {
  const rows = byLength.map(({ from, to, texts, accuracy, ece, floor }) => [
    to === undefined ? `${from} and more` : `${from} to ${to}`,
    String(texts),
    percent(accuracy),
    ...floorCells(ece, floor),
  ]);
  return markdownTable(['tokens', 'texts', 'accuracy', ...floorHead], rows);
}

/** File by file against the other model; undefined where none was compared. */
export function formatComparison(report: EvaluationReport): string | undefined {
  if (report.against === undefined) return undefined;
  const rows = withTotal(report).flatMap(({ set, int8, against }) =>
    against === undefined
      ? []
      : [
          [
            set,
            percent(int8.accuracy),
            percent(against.accuracy),
            points(against.difference),
            `${points(against.low)} to ${points(against.high)}`,
            against.isBelow ? 'yes' : 'no',
          ],
        ],
  );
  const head = ['file', 'accuracy', report.against.id, 'difference', '95 % interval', 'significantly below'];
  return markdownTable(head, rows);
}

/** All tables, one after another. */
export function formatReport(report: EvaluationReport): string {
  return [
    formatEvaluation(report),
    formatCalibration(report),
    formatLengths(report),
    formatComparison(report),
  ]
    .filter((table) => table !== undefined)
    .join('\n\n');
}
