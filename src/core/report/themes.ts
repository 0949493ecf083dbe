/** A person's own themes, by the tone of the parts that hold their words. */
import type { Sentence } from '../contracts/analysis.ts';
import type { ThemeShares } from '../contracts/report.ts';
import type { Theme } from '../contracts/run.ts';
import { labelShares, noneByLabel } from './by-label.ts';

const wordCharacter = String.raw`[\p{L}\p{N}]`;

/**
 * Finds the words of a list in a text: whole words and phrases, whatever their case. A `*` at the end of a word stands
 * for any further letters: `clean*` finds *cleaning*.
 *
 * @returns null where the list holds no word
 */
export function wordFinder(words: readonly string[]): RegExp | null {
  const patterns = words.map((word) => phrasePattern(word)).filter((pattern) => pattern !== '');
  if (patterns.length === 0) return null;
  return new RegExp(`(?<!${wordCharacter})(?:${patterns.join('|')})(?!${wordCharacter})`, 'iu');
}

function phrasePattern(phrase: string): string {
  return phrase
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => {
      const isOpen = word.endsWith('*');
      const escaped = (isOpen ? word.slice(0, -1) : word)
        .replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
        .replaceAll(/['’]/g, "['’]");
      return isOpen ? `${escaped}${wordCharacter}*` : escaped;
    })
    .join(String.raw`\s+`);
}

export interface ThemeCounts {
  add(text: string, sentences: readonly Sentence[]): void;
  themes(): ThemeShares[];
}

/** Parts are clauses, and sentences that have none; each is counted by its own label. */
export function createThemeCounts(themes: readonly Theme[]): ThemeCounts {
  const counted = themes.map(({ name, words }) => ({
    name,
    finder: wordFinder(words),
    rows: 0,
    parts: noneByLabel(),
  }));

  return {
    add(text, sentences) {
      if (counted.length === 0) return;
      const parts = sentences
        .flatMap((sentence) => (sentence.clauses?.length ? sentence.clauses : [sentence]))
        .map(({ start, end, label }) => ({ words: text.slice(start, end).normalize('NFC'), label }));
      for (const theme of counted) {
        const held = parts.filter(({ words }) => theme.finder?.test(words));
        if (held.length > 0) theme.rows += 1;
        for (const { label } of held) theme.parts[label] += 1;
      }
    },
    themes() {
      return counted.map(({ name, rows, parts }) => {
        const { rows: partCount, shares } = labelShares(parts);
        return { name, rows, parts: partCount, shares };
      });
    },
  };
}
