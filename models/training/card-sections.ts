/** Sections of the model card that are there only where the stage behind them has run. */
import type { ErasureReport } from './erasure.ts';
import { markdownTable, percent } from './evaluation-table.ts';

/** How far the marked words carry the verdict. */
export function evidenceSection(report: ErasureReport | undefined): string {
  if (report === undefined) return '';
  const { texts, comprehensiveness, sufficiency, rankCorrelation } = report;
  const contrasts = [
    ...comprehensiveness.map((row) => ({ ...row, measure: 'removed' })),
    { ...sufficiency, measure: 'kept alone' },
  ];
  const rows = contrasts.map(({ measure, wordShare, marked, random, markedBetter }) => [
    `${percent(wordShare, 0)} % of the words ${measure}`,
    marked.toFixed(3),
    random.toFixed(3),
    percent(markedBetter),
  ]);
  return `
## The evidence, put to the test

Over ${texts} dev texts of 8 to 128 tokens read as positive or negative: by how much the probability of that tone drops when
the words marked strongest for it are removed (comprehensiveness: more is better) or kept alone (sufficiency: less is better), and
when as many random ones are, the mean of 5 draws (DeYoung et al., ACL 2020). *Marked better* is a share of the texts, in percent.

${markdownTable(['', 'marked', 'random', 'marked better'], rows)}

The evidence of words and the drop when each is left out agree in rank by ${rankCorrelation.mean.toFixed(2)} (Spearman, mean over
${rankCorrelation.texts} texts; above zero in ${percent(rankCorrelation.aboveZero)} % of them).
`;
}
