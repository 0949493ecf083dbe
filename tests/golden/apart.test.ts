/** What is tested on is never trained on: no text of the suites stands in the training texts of our own writing. */
import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readGolden } from '../../models/training/golden.ts';
import { readJsonLines } from '../../models/training/json-lines.ts';
import { readNeutral } from '../../models/training/neutral-texts.ts';
import { readStress } from '../../models/training/stress.ts';

/** From this length on, a text that holds another one word for word has not come to it by chance. */
const leastTelling = 24;

const folder = new URL('../../models/training/texts/', import.meta.url);
const row = z.object({ text: z.string(), parts: z.optional(z.array(z.object({ text: z.string() }))) });

/** Letters and digits only, in lower case; of a text that has none, everything but white space. */
function keyOf(text: string): string {
  const telling = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return telling === '' ? text.replaceAll(/\s/gu, '') : telling;
}

/** The suite texts that are among the training texts or stand within one. */
function findShared(suite: readonly string[], training: readonly string[]): string[] {
  const trained = new Set(training.map(keyOf));
  const all = [...trained].join('\n');
  return suite.filter((text) => {
    const key = keyOf(text);
    return trained.has(key) || (key.length >= leastTelling && all.includes(key));
  });
}

it('no suite text is a training text', () => {
  const suite = [
    ...readGolden().map(({ text }) => text),
    ...readNeutral().map(({ text }) => text),
    ...readStress().flatMap(({ texts }) => texts),
  ];
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
  const training = files
    .flatMap((name) => readJsonLines(new URL(name, folder), row))
    .flatMap(({ text, parts = [] }) => [text, ...parts.map((part) => part.text)]);
  expect(suite.length).toBeGreaterThan(0);
  expect(findShared(suite, training)).toEqual([]);
});

it('a shared text is seen through case, punctuation and what stands around it', () => {
  const training = [
    'Lovely!',
    ':-)',
    'He said: "The parcel came a week late, I am sorry to say." Then he left.',
  ];
  const suite = ['lovely', ':-)', ':-(', 'Love', 'The parcel came a week LATE, I am sorry to say'];
  expect(findShared(suite, training)).toEqual([suite[0], suite[1], suite[4]]);
});
