/** Where the treebank's labelled phrases stand in its sentences: what a phrase says is learned in its place. */
import type { LabelledText } from './dataset.ts';
import type { LabelledSpan } from './spanned-text.ts';

const longestPhraseWords = 40;

/**
 * For each row that is a sentence, the phrases that occur in it word for word (a phrase that occurs twice is there twice);
 * phrases themselves have none. Words are what single spaces separate, as the treebank is written.
 */
export function findSpans(rows: readonly LabelledText[]): LabelledSpan[][] {
  const labels = new Map(
    rows.filter(({ unit }) => unit === 'phrase').map(({ text, label }) => [text, label]),
  );
  return rows.map(({ text, unit }) => {
    if (unit !== 'sentence') return [];
    const ends = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
      from: index,
      to: index + word.length,
    }));
    const spans: LabelledSpan[] = [];
    for (const [i, first] of ends.entries()) {
      for (const last of ends.slice(i, i + longestPhraseWords)) {
        const label = labels.get(text.slice(first.from, last.to));
        if (label !== undefined) spans.push({ from: first.from, to: last.to, label });
      }
    }
    return spans;
  });
}
