/** Our own training texts: parts stand in their texts, and what is held out is not trained on. */
import { describe, expect, it } from 'vitest';
import { expandParts, readOwnTexts } from '../../models/training/own-texts.ts';

describe('a text of opposite parts', () => {
  it('has no tone of its own, its parts as spans in order, and each part by itself', () => {
    const text = 'Good, but not good enough.';
    const parts = [
      { text: 'Good', label: 'positive' },
      { text: 'not good enough', label: 'negative' },
    ] as const;
    const rows = expandParts({ text, parts: [...parts], kind: 'contrast' });
    expect(rows.map((row) => [row.text, row.label])).toEqual([
      [text, null],
      ['Good', 'positive'],
      ['not good enough', 'negative'],
    ]);
    expect(rows[0]?.spans.map(({ from, to }) => text.slice(from, to))).toEqual(
      parts.map((part) => part.text),
    );
  });

  it('is refused when a part does not stand in it', () => {
    const parts = [
      { text: 'fine', label: 'positive' as const },
      { text: 'bad', label: 'negative' as const },
    ];
    expect(() => expandParts({ text: 'bad but fine', parts, kind: 'contrast' })).toThrow(/"bad"/);
  });
});

it('about an eighth is held out, by kind, and none of it is trained on', () => {
  const { train, heldOut } = readOwnTexts();
  const textsOf = (files: typeof train) => files.flatMap(({ rows }) => rows.map(({ text }) => text));
  const [trained, kept] = [textsOf(train), textsOf(heldOut)];
  const share = kept.length / (kept.length + trained.length);
  expect(share).toBeGreaterThan(0.09);
  expect(share).toBeLessThan(0.16);
  expect(heldOut.length).toBeGreaterThan(10);
  expect(heldOut.every(({ source }) => source.startsWith('own '))).toBe(true);
  const whole = new Set(trained);
  expect(kept.filter((text) => whole.has(text) && text.length > 20)).toEqual([]);
});
