/** The evaluation as a Markdown table, for the terminal and for the model card. */
import type { EvaluationReport, EvaluationRow } from './work-folder.ts';

function percent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits);
}

/** A Markdown table from a head and rows of cells; columns but the first are right-aligned. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

const totalNote =
  '\n\nTotal: accuracy and macro-F1 are means over the files, everything else is over all texts.';

/** One row a file and a total: accuracy and macro-F1 of the total are means over files. */
export function formatEvaluation({ rows, total }: EvaluationReport): string {
  const hasFp32 = total.fp32 !== undefined;
  const head = [
    'file',
    'texts',
    'accuracy',
    'macro-F1',
    'ECE',
    'unsure',
    'mixed',
    'ECE, half B',
    'answered, half B',
    'right when answered',
    'refused',
    ...(hasFp32 ? ['fp32 accuracy', 'fp32 macro-F1', 'labels differ'] : []),
  ];
  const cells = ({ set, int8, fp32, fp32LabelsDiffer, reported, refused }: EvaluationRow): string[] => [
    set,
    String(int8.texts),
    percent(int8.accuracy),
    percent(int8.macroF1),
    percent(int8.ece),
    percent(int8.unsureShare),
    percent(int8.mixedShare),
    percent(reported.ece),
    percent(reported.answered),
    percent(reported.rightWhenAnswered),
    String(refused),
    ...(hasFp32
      ? [percent(fp32?.accuracy ?? 0), percent(fp32?.macroF1 ?? 0), percent(fp32LabelsDiffer ?? 0, 2)]
      : []),
  ];
  return markdownTable(head, [...rows.map(cells), cells({ ...total, set: '**total**' })]) + totalNote;
}
