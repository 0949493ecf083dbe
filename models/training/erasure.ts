/**
 * Whether the marked words are those that the verdict rests on: words are taken out of a text, or all others are,
 * and the text is read again (comprehensiveness and sufficiency: DeYoung et al., ERASER, ACL 2020).
 */
import * as z from 'zod/mini';
import type { Evidence, Span } from '#core/contracts/analysis';
import { evidenceWords } from '#core/score/evidence-words';
import type { Random } from './random.ts';
import { meanOf, shuffled } from './resampling.ts';

/** A word and how far its evidence speaks for the predicted tone: the page marks the strongest. */
export interface SupportingWord extends Span {
  readonly support: number;
}

/** The same measure of the most marked words and of as many random ones. */
const contrast = z.object({
  /** How many of a text's telling words, 0 to 1; at least one. */
  wordShare: z.number(),
  /** Mean drop of the predicted tone's probability. */
  marked: z.number(),
  random: z.number(),
  /** Share of texts in which the marked words do better than random ones. */
  markedBetter: z.number(),
});

export const erasureReport = z.object({
  texts: z.int(),
  /** The drop when the words are removed: the more, the truer the marks. */
  comprehensiveness: z.array(contrast),
  /** The drop when nothing but the words is kept: the less, the truer the marks. */
  sufficiency: contrast,
  /** Spearman's, between the support of each word and the drop when it alone is left out. */
  rankCorrelation: z.object({ texts: z.int(), mean: z.number(), aboveZero: z.number() }),
});
export type ErasureReport = z.infer<typeof erasureReport>;

/** Drops of the predicted tone's probability in one text. */
export interface Erasure {
  readonly comprehensiveness: readonly { marked: number; random: number }[];
  readonly sufficiency: { marked: number; random: number };
  /** Undefined where all words support alike, or all drops are equal. */
  readonly rankCorrelation: number | undefined;
}

const removedShares = [0.1, 0.2] as const;
const keptShare = 0.2;
const randomDraws = 5;

/** Fewer words leave nothing to rank. */
export const leastWords = 3;

/** The telling words of a text, as the page knows them, with their support for a tone. */
export function supportingWords(
  text: string,
  evidence: readonly Evidence[],
  tone: 'negative' | 'positive',
): SupportingWord[] {
  const sign = tone === 'positive' ? 1 : -1;
  return evidenceWords(text, evidence)
    .filter(({ isTelling }) => isTelling)
    .map(({ start, end, value }) => ({ start, end, support: sign * value }));
}

/** The text with these words cut out of it. */
export function withoutWords(text: string, words: readonly Span[]): string {
  let read = 0;
  let left = '';
  for (const { start, end } of words.toSorted((a, b) => a.start - b.start)) {
    left += text.slice(read, start);
    read = end;
  }
  return left + text.slice(read);
}

/** Nothing but these words, in the order of the text. */
export function onlyWords(text: string, words: readonly Span[]): string {
  return words
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end }) => text.slice(start, end))
    .join(' ');
}

/** Ranks from 1; equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/** Spearman's rank correlation, -1 to 1: Pearson's of the ranks; undefined where either side is all equal. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | undefined {
  const ranksA = ranksOf(a);
  const ranksB = ranksOf(b);
  // Ranks with shared ones still add up to 1 + ... + n.
  const mean = (a.length + 1) / 2;
  const product = (left: readonly number[], right: readonly number[]): number =>
    left.reduce((sum, rank, i) => sum + (rank - mean) * ((right[i] ?? mean) - mean), 0);
  const spread = Math.sqrt(product(ranksA, ranksA) * product(ranksB, ranksB));
  return spread === 0 ? undefined : product(ranksA, ranksB) / spread;
}

/** How many words a share of them is; at least one. */
function countOf(words: readonly SupportingWord[], wordShare: number): number {
  return Math.max(1, Math.round(wordShare * words.length));
}

/**
 * Measures one text.
 *
 * @param words at least `leastWords`
 * @param read gives the probability of the tone that the whole text was predicted, for each text
 * @param random draws the random words
 */
export async function measureErasure(
  text: string,
  words: readonly SupportingWord[],
  read: (texts: readonly string[]) => Promise<readonly number[]>,
  random: Random,
): Promise<Erasure> {
  const strongestFirst = words.toSorted((a, b) => b.support - a.support);
  const draws = Array.from({ length: randomDraws }, () => shuffled(words, random));
  const ways = [
    ...removedShares.map((wordShare) => ({ wordShare, write: withoutWords })),
    { wordShare: keptShare, write: onlyWords },
  ];
  const orders = [strongestFirst, ...draws];
  const changed = ways.flatMap(({ wordShare, write }) =>
    orders.map((order) => write(text, order.slice(0, countOf(words, wordShare)))),
  );
  const leftOut = words.map((word) => withoutWords(text, [word]));
  const [whole = 0, ...others] = await read([text, ...changed, ...leftOut]);
  const drops = others.map((probability) => whole - probability);
  const contrasts = ways.map((_, way) => {
    const [marked = 0, ...byChance] = drops.slice(way * orders.length, (way + 1) * orders.length);
    return { marked, random: meanOf(byChance) };
  });
  return {
    comprehensiveness: contrasts.slice(0, removedShares.length),
    sufficiency: contrasts.at(-1) ?? { marked: 0, random: 0 },
    rankCorrelation: rankCorrelation(
      words.map(({ support }) => support),
      drops.slice(changed.length),
    ),
  };
}

/** Brings the measurements of single texts together. */
export function summariseErasure(measured: readonly Erasure[]): ErasureReport {
  const contrastOf = (
    wordShare: number,
    pairs: readonly { marked: number; random: number }[],
    isBetter: (marked: number, random: number) => boolean,
  ): ErasureReport['sufficiency'] => ({
    wordShare,
    marked: meanOf(pairs.map(({ marked }) => marked)),
    random: meanOf(pairs.map(({ random }) => random)),
    markedBetter: meanOf(pairs.map(({ marked, random }) => Number(isBetter(marked, random)))),
  });
  const correlations = measured.flatMap(({ rankCorrelation: own }) => (own === undefined ? [] : [own]));
  return {
    texts: measured.length,
    comprehensiveness: removedShares.map((wordShare, i) =>
      contrastOf(
        wordShare,
        measured.flatMap(({ comprehensiveness }) => comprehensiveness[i] ?? []),
        (marked, random) => marked > random,
      ),
    ),
    sufficiency: contrastOf(
      keptShare,
      measured.map(({ sufficiency }) => sufficiency),
      (marked, random) => marked < random,
    ),
    rankCorrelation: {
      texts: correlations.length,
      mean: meanOf(correlations),
      aboveZero: meanOf(correlations.map((value) => Number(value > 0))),
    },
  };
}
