/** An analysis in words: the line, the tally of its parts, and the short form for comparisons. */
import { verdictLabels } from '#core/contracts/analysis';
import type { Analysis, Probabilities, VerdictLabel } from '#core/contracts/analysis';
import { likeliest } from '#core/score/verdict';
import { formatPercent, wholePercents } from '../../i18n/formats.ts';
import { readWords } from '../../i18n/read.ts';
import { labelWords, toneWords } from '../../i18n/tones.ts';

/** Anything that has a verdict: a text, a sentence, a clause. */
export interface Judged {
  label: VerdictLabel;
  probabilities: Probabilities;
}

/** The percent that belongs to a verdict, or null where none is told: parts that disagree have no common figure. */
export function verdictPercent({ label, probabilities }: Judged): number | null {
  if (label === 'mixed') return null;
  return wholePercents(probabilities)[label === 'unsure' ? likeliest(probabilities) : label];
}

/** "Negative 84 %", "Unsure 48 %", "Mixed". */
export function shortVerdict(judged: Judged): string {
  const percent = verdictPercent(judged);
  const word = labelWords[judged.label];
  return percent === null ? word : `${word} ${formatPercent(percent)}`;
}

/**
 * How the parts of a text were read: "3 sentences positive, 2 negative". Clauses are counted where the sentences alone
 * do not show what a mixed text is mixed of. Null for a text of one part.
 */
export function partsTally({ label, sentences }: Analysis): string | null {
  const sentenceLabels = sentences.map((sentence) => sentence.label);
  const disagree = sentenceLabels.includes('positive') && sentenceLabels.includes('negative');
  if (label !== 'mixed') return sentences.length < 2 ? null : tallyOf(sentenceLabels, 'sentence');
  const opposed = (found: VerdictLabel) => found === 'positive' || found === 'negative';
  if (disagree) return tallyOf(sentenceLabels.filter(opposed), 'sentence');
  const clauseLabels = sentences.flatMap((sentence) =>
    (sentence.clauses ?? [sentence]).map((clause) => clause.label),
  );
  return tallyOf(clauseLabels.filter(opposed), 'clause');
}

const tallyOrder = [
  'positive',
  'negative',
  'neutral',
  'mixed',
  'unsure',
] as const satisfies readonly VerdictLabel[];

function tallyOf(labels: readonly VerdictLabel[], unit: 'sentence' | 'clause'): string | null {
  const counts = new Map(verdictLabels.map((label) => [label, 0]));
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const parts = tallyOrder
    .map((label) => ({ tone: labelWords[label].toLowerCase(), count: counts.get(label) ?? 0 }))
    .filter(({ count }) => count > 0);
  return parts.length === 0 ? null : readWords.tally(parts, unit);
}

/** The verdict as a person says it aloud: "Negative, 84 % sure". */
export function spokenVerdict(analysis: Analysis): string {
  const word = labelWords[analysis.label];
  const percent = verdictPercent(analysis);
  if (percent === null) return `${word}. ${partsTally(analysis) ?? ''}`.trim();
  const figure = formatPercent(percent);
  return analysis.label === 'unsure'
    ? `${word}, ${readWords.leans(toneWords[likeliest(analysis.probabilities)])} ${figure}`
    : `${word}, ${figure} ${readWords.sure}`;
}
