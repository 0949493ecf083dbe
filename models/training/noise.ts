/** Copies of texts as people type them in a hurry, so that the model reads them alike. */

import type { Random } from './random.ts';

/** Shorter words are seldom mistyped, and a slip makes another word of them. */
const openWordPattern = /^\p{L}{4,}$/u;
const mostEdits = 4;
const wordsPerEdit = 8;
const keyboardRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** A letter beside this one on an English keyboard, or the letter itself. */
function neighbour(letter: string, random: Random): string {
  const row = keyboardRows.find((keys) => keys.includes(letter.toLowerCase()));
  if (row === undefined) return letter;
  const at = row.indexOf(letter.toLowerCase());
  return row[random() < 0.5 ? Math.max(0, at - 1) : Math.min(row.length - 1, at + 1)] ?? letter;
}

/** One slip of the finger inside a word: the first letter stays, as it mostly does. */
function misspell(word: string, random: Random): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letter = word[at] ?? '';
  const [before, behind] = [word.slice(0, at), word.slice(at + 1)];
  const slips = [
    () => before + behind,
    () => before + letter + letter + behind,
    () => before + behind.slice(0, 1) + letter + behind.slice(1),
    () => before + neighbour(letter, random) + behind,
    // "sooo": only vowels are drawn out.
    () => before + (/[aeiou]/i.test(letter) ? letter.repeat(4) : letter) + behind,
  ];
  return pick(slips, random)?.() ?? word;
}

/** What happens to a whole text: its marks go, double, or its apostrophes are left out. */
const habits: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll(/(?<=\p{L})['’](?=\p{L})/gu, ''),
  (text) => text.replace(/[.!?]+$/u, ''),
  (text) => text.replace(/[.!?]+$/u, '!!!'),
  (text) => text.replaceAll(/[,;:]/g, ''),
  (text) => text.replaceAll(/, /g, ','),
];

/** The text with a few slips and one careless habit; the same for the same text and random numbers. */
export function noisyCopy(text: string, random: Random): string {
  const words = text.split(' ');
  const open = [...words.keys()].filter((i) => openWordPattern.test(words[i] ?? ''));
  const edits = Math.min(mostEdits, open.length, 1 + Math.floor(words.length / wordsPerEdit));
  for (let edit = 0; edit < edits; edit += 1) {
    const at = pick(open, random);
    if (at === undefined) break;
    words[at] = misspell(words[at] ?? '', random);
  }
  const habit = pick(habits, random);
  const typed = words.join(' ');
  return habit?.(typed) ?? typed;
}
