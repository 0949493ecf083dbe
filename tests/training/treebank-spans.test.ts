/** Labelled phrases are found where they stand in their sentences. */
import { describe, expect, it } from 'vitest';
import { findSpans } from '../../models/training/treebank-spans.ts';

const rows = [
  { text: 'a gorgeous film , and a dull , dull script .', label: 'neutral', unit: 'sentence' },
  { text: 'a gorgeous film', label: 'positive', unit: 'phrase' },
  { text: 'dull', label: 'negative', unit: 'phrase' },
  { text: 'gorgeous fil', label: 'positive', unit: 'phrase' },
  { text: 'a brown film', label: 'neutral', unit: 'phrase' },
] as const;

describe('spans of a treebank sentence', () => {
  const [sentence, ...others] = findSpans(rows);

  it('are its phrases word for word, each time they occur', () => {
    const found = sentence?.map(({ from, to, label }) => [rows[0].text.slice(from, to), label]);
    expect(found).toEqual([
      ['a gorgeous film', 'positive'],
      ['dull', 'negative'],
      ['dull', 'negative'],
    ]);
  });

  it('are none for a phrase', () => {
    expect(others).toEqual([[], [], [], []]);
  });
});
