/** The course of a long text: how its tone goes from the first sentence to the last. */
import type { Sentence } from '#core/contracts/analysis';

/** A stretch of the text. The shares are of its sentences, weighted by how sure each is. */
export interface Stretch {
  /** Number of its first sentence. */
  first: number;
  positive: number;
  negative: number;
}

/** Divides the sentences into at most `most` stretches of nearly equal length, in order. */
export function courseOf(sentences: readonly Sentence[], most: number): Stretch[] {
  const count = Math.min(most, sentences.length);
  return Array.from({ length: count }, (_, index) => {
    const first = Math.floor((index * sentences.length) / count);
    const end = Math.floor(((index + 1) * sentences.length) / count);
    const own = sentences.slice(first, end);
    return { first, positive: weightOf(own, 'positive'), negative: weightOf(own, 'negative') };
  });
}

/** A mixed sentence pulls both ways, half as much. */
function weightOf(sentences: readonly Sentence[], tone: 'negative' | 'positive'): number {
  const sum = sentences.reduce((total, { label, confidence }) => {
    if (label === tone) return total + confidence;
    return label === 'mixed' ? total + confidence / 2 : total;
  }, 0);
  return sum / sentences.length;
}
