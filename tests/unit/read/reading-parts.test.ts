import { describe, expect, it } from 'vitest';
import type { Analysis } from '#core/contracts/analysis';
import { carryOver, readingParts } from '../../../src/ui/reading/reading-parts.ts';
import { analysisOf } from './analysis-of.ts';

const text = 'The room was fine. Breakfast was cold. We left early.';
const sentences = ['The room was fine.', 'Breakfast was cold.', 'We left early.'];

function carried(now: string, read = text, analysis: Analysis = analysisOf(text, sentences)) {
  return carryOver(readingParts(read, analysis), read, now, analysis).map((part) => ({
    text: part.text,
    isRead: part.sentence !== null,
  }));
}

describe('rows of a reading', () => {
  it('are its sentences', () => {
    expect(readingParts(text, analysisOf(text, sentences)).map((part) => part.text)).toEqual(sentences);
  });

  it('stay the same objects where nothing changed', () => {
    const before = readingParts(text, analysisOf(text, sentences));
    const longer = `${text} Never again.`;
    const after = readingParts(longer, analysisOf(longer, [...sentences, 'Never again.']), before);
    expect(after).toHaveLength(4);
    expect(after.slice(0, 3)).toEqual(before);
    for (const [index, part] of before.entries()) expect(after[index]).toBe(part);
  });

  it('have keys of their own even where a sentence comes twice', () => {
    const twice = 'Yes. Yes. Yes.';
    const keys = readingParts(twice, analysisOf(twice, ['Yes.', 'Yes.', 'Yes.'])).map((part) => part.key);
    expect(new Set(keys).size).toBe(3);
  });
});

describe('rows carried over to an edited text', () => {
  it('are all there while nothing is edited', () => {
    expect(carried(text).every((row) => row.isRead)).toBe(true);
  });

  it('lose the sentence that was edited, and only that one', () => {
    expect(carried(text.replace('cold', 'not cold'))).toEqual([
      { text: 'The room was fine.', isRead: true },
      { text: 'Breakfast was not cold.', isRead: false },
      { text: 'We left early.', isRead: true },
    ]);
  });

  it('count a sentence as changed when something grows onto it', () => {
    expect(carried(`${text}.`).at(-1)).toEqual({ text: 'We left early..', isRead: false });
    expect(carried(`${text} And`).slice(-2)).toEqual([
      { text: 'We left early.', isRead: true },
      { text: 'And', isRead: false },
    ]);
  });

  it('keep what stands between two edits', () => {
    expect(carried('The room was lovely. Breakfast was cold. We left late.')).toEqual([
      { text: 'The room was lovely.', isRead: false },
      { text: 'Breakfast was cold.', isRead: true },
      { text: 'We left late.', isRead: false },
    ]);
  });

  it('do not take a sentence for another that merely holds it', () => {
    const short = 'No. We left.';
    const rows = carried('Nope. No.. We left.', short, analysisOf(short, ['No.', 'We left.']));
    expect(rows).toEqual([
      { text: 'Nope. No..', isRead: false },
      { text: 'We left.', isRead: true },
    ]);
  });

  it('drop what was deleted', () => {
    expect(carried('The room was fine. We left early.')).toEqual([
      { text: 'The room was fine.', isRead: true },
      { text: 'We left early.', isRead: true },
    ]);
    expect(carried('')).toEqual([]);
  });

  it('show all of the text, whatever the edit', () => {
    const squeeze = (shown: string) => shown.replaceAll(/\s+/gu, '');
    for (let from = 0; from <= text.length; from += 3) {
      for (let to = from; to <= text.length; to += 7) {
        const now = `${text.slice(0, from)}xy. z${text.slice(to)}`;
        expect(
          squeeze(
            carried(now)
              .map((row) => row.text)
              .join(''),
          ),
        ).toBe(squeeze(now));
      }
    }
  });
});
