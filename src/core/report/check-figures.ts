/** What a blind check tells of how well a file was read: its figures, and how they are told wherever they stand. */
import { verdictLabels } from '../contracts/analysis.ts';
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { CountsByLabel } from '../contracts/report.ts';
import type { Agreement, CorrectedShares } from './agreement.ts';
import { totalOf } from './by-label.ts';
import { countText, intervalText, labelTexts, listText, pluralText, shareText } from './drawing-figures.ts';
import { labelNames } from './label-names.ts';

export interface CheckFigures {
  /** Rows drawn at random, answered or not. */
  drawn: number;
  /** Rows that were given an answer before the model's was seen. */
  answered: number;
  agreement: Agreement;
  corrected: CorrectedShares;
}

export const checkWords = {
  title: 'How well it was read',
  aside: 'by a blind check',
  tableOf: 'Shares corrected by the blind check',
  columns: ['Label', 'Corrected', '95 % interval', 'The model alone'],
} as const;

/** The agreement with how many rows it is of, kappa, and what to know of the corrected shares: a sentence or two each. */
export function checkSentences({ drawn, answered, agreement, corrected }: CheckFigures): string[] {
  const { percent, kappa, unsure } = agreement;
  const sample =
    answered < drawn
      ? `From ${countText(answered)} of ${pluralText(drawn, 'row', 'rows')} drawn at random`
      : `From ${pluralText(drawn, 'row', 'rows')} drawn at random`;
  const agreed =
    percent.of === 0
      ? `${sample}: the model was unsure of all of them.`
      : `${sample}: a person and the model agree on ${countText(percent.count)} of ${countText(percent.of)}, ${shareText(percent.share)} (${intervalText(percent)}).`;
  const left =
    unsure === 0 || percent.of === 0
      ? ''
      : ` ${pluralText(unsure, 'row', 'rows')} of which the model was unsure ${unsure === 1 ? 'is' : 'are'} not counted here.`;
  const beyondChance =
    kappa === null
      ? []
      : [
          `Cohen’s kappa is ${hundredths(kappa.kappa)} (${hundredths(kappa.low)} to ${hundredths(kappa.high)}): 1 is full agreement, 0 no better than chance.`,
        ];
  const unseen =
    corrected.unseen.length === 0
      ? ''
      : ` No row the model calls ${listText(corrected.unseen.map((label) => labelNames[label].toLowerCase()))} was checked; they are taken as the model has them.`;
  return [
    agreed + left,
    ...beyondChance,
    `Corrected shares are what a person would call all rows, going by these answers, with 95 % intervals.${unseen}`,
  ];
}

/**
 * The shares of the whole file: corrected, with their interval, and as the model has them.
 *
 * @param counts rows of the file by the model's label
 */
export function checkTable(
  { corrected }: CheckFigures,
  counts: CountsByLabel,
): { label: VerdictLabel; cells: [name: string, corrected: string, interval: string, alone: string] }[] {
  const rows = totalOf(counts);
  const aloneOf = labelTexts((label) => counts[label] / Math.max(1, rows));
  return verdictLabels.map((label) => {
    const alone = rows === 0 ? '' : aloneOf(label);
    // Nobody answers that they are unsure.
    if (label === 'unsure') return { label, cells: [labelNames[label], '–', '–', alone] };
    const share = corrected.shares[label];
    return { label, cells: [labelNames[label], shareText(share.share), intervalText(share), alone] };
  });
}

/** "0.71", "−0.04". */
function hundredths(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');
}
