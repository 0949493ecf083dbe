/** An analysis in words: the line, the tally of its parts, and the short form for comparisons. */
import { verdictLabels } from '#core/contracts/analysis';
import type { Analysis, Judged, Probabilities, VerdictLabel } from '#core/contracts/analysis';
import { likeliest } from '#core/score/likeliest';
import { verdictPercent } from '#core/score/whole-percents';
import { formatPercent } from '../../i18n/formats.ts';
import { readWords } from '../../i18n/read.ts';
import { labelWords, toneWords } from '../../i18n/tones.ts';

/** What a verdict is told by together with its parts. */
export type JudgedParts = Pick<Analysis, 'label' | 'probabilities' | 'sentences'>;

/** "Negative 84 %", "Unsure 48 %", "Mixed". */
export function shortVerdict(judged: Judged): string {
  const percent = verdictPercent(judged);
  const word = labelWords[judged.label];
  return percent === null ? word : `${word} ${formatPercent(percent)}`;
}

/**
 * Two readings that are compared, each in short. Where one is unsure and they lean to different tones, it says where
 * it leans: by its word alone, a lean that has turned would look like a figure that has changed a little.
 */
export function comparedVerdicts(before: Judged, after: Judged): [before: string, after: string] {
  return [inComparison(before, after), inComparison(after, before)];
}

function inComparison(judged: Judged, other: Judged): string {
  const percent = verdictPercent(judged);
  const tone = likeliest(judged.probabilities);
  const isPlain = judged.label !== 'unsure' || other.label === 'mixed';
  if (percent === null || isPlain || tone === likeliest(other.probabilities)) return shortVerdict(judged);
  return readWords.unsureLeaning(toneWords[tone], formatPercent(percent));
}

/**
 * How the parts of a text were read: "3 sentences positive, 2 negative". Clauses are counted where the sentences alone
 * do not show what a mixed text is mixed of. Null for a text of one part.
 */
export function partsTally(analysis: JudgedParts): string | null {
  const { label, sentences } = analysis;
  if (label === 'mixed') {
    const { unit, labels } = opposedParts(analysis);
    return tallyOf(labels, unit);
  }
  if (sentences.length < 2) return null;
  return tallyOf(
    sentences.map((sentence) => sentence.label),
    'sentence',
  );
}

/** What the bar shows: the figures of the text; of a mixed one, how the parts are shared between its two tones. */
export function barShares(analysis: JudgedParts): Probabilities {
  const { labels } = opposedParts(analysis);
  if (analysis.label !== 'mixed' || labels.length === 0) return analysis.probabilities;
  const positive = labels.filter((label) => label === 'positive').length / labels.length;
  return { negative: 1 - positive, neutral: 0, positive };
}

interface OpposedParts {
  unit: 'sentence' | 'clause';
  labels: VerdictLabel[];
}

/** The parts that disagree: sentences, or clauses where the sentences alone do not show it. */
function opposedParts({ sentences }: Pick<JudgedParts, 'sentences'>): OpposedParts {
  const isOpposed = (label: VerdictLabel) => label === 'positive' || label === 'negative';
  const ofSentences = sentences.map((sentence) => sentence.label).filter(isOpposed);
  if (new Set(ofSentences).size === 2) return { unit: 'sentence', labels: ofSentences };
  const ofClauses = sentences.flatMap((sentence) =>
    (sentence.clauses ?? [sentence]).map((clause) => clause.label),
  );
  return { unit: 'clause', labels: ofClauses.filter(isOpposed) };
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
export function spokenVerdict(analysis: JudgedParts): string {
  const word = labelWords[analysis.label];
  const percent = verdictPercent(analysis);
  if (percent === null) return `${word}. ${partsTally(analysis) ?? ''}`.trim();
  const figure = formatPercent(percent);
  return analysis.label === 'unsure'
    ? `${word}, ${readWords.leans(toneWords[likeliest(analysis.probabilities)])} ${figure}`
    : `${word}, ${figure} ${readWords.sure}`;
}
