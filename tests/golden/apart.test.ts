/** What is tested on is never trained on: no text of the suites stands in the training texts of our own writing, nor nearly. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { normalise } from '#core/text/normalise';
import { readGolden } from '../../models/training/golden.ts';
import { readJsonLines } from '../../models/training/json-lines.ts';
import { readNeutral } from '../../models/training/neutral-texts.ts';
import { readStress } from '../../models/training/stress.ts';

const runWords = 4;
/** Two texts say nearly the same when they share this many runs of four words and this share of the shorter one's. */
const leastSharedRuns = 3;
const leastSharedShare = 0.4;

const folder = new URL('../../models/training/texts/', import.meta.url);
const row = z.object({ text: z.string(), parts: z.optional(z.array(z.object({ text: z.string() }))) });

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The words as the model meets them, where an emoji or an emoticon is its name; of a text of nothing but such signs,
 * which of the names it has, whatever their order and number.
 */
function keyOf(text: string): string {
  const words = wordsOf(normalise(text).text);
  const hasPlainWords = /[\p{L}\p{N}]{2}/u.test(text);
  return (hasPlainWords ? words : [...new Set(words)].toSorted()).join(' ') || text.replaceAll(/\s/gu, '');
}

function runsOf(text: string): Set<string> {
  const words = wordsOf(text);
  return new Set(words.slice(runWords - 1).map((_, i) => words.slice(i, i + runWords).join(' ')));
}

/** The suite texts that are among the training texts, or share long stretches with one. */
function findShared(suite: readonly string[], training: readonly string[]): string[] {
  const trained = new Set(training.map(keyOf));
  const trainedRuns = training.map(runsOf);
  const placesOfRun = new Map<string, number[]>();
  for (const [place, runs] of trainedRuns.entries()) {
    for (const run of runs) placesOfRun.set(run, [...(placesOfRun.get(run) ?? []), place]);
  }
  return suite.filter((text) => {
    if (trained.has(keyOf(text))) return true;
    const runs = runsOf(text);
    const shared = new Map<number, number>();
    for (const run of runs) {
      for (const place of placesOfRun.get(run) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1);
    }
    return [...shared].some(([place, count]) => {
      const shorter = Math.min(runs.size, trainedRuns[place]?.size ?? 0);
      return count >= leastSharedRuns && count >= leastSharedShare * shorter;
    });
  });
}

it('no suite text is a training text, nor nearly one', () => {
  const suite = [
    ...readGolden().map(({ text }) => text),
    ...readNeutral().map(({ text }) => text),
    ...readStress().flatMap(({ texts }) => texts),
  ];
  const training = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readJsonLines(new URL(name, folder), row))
    .flatMap(({ text, parts = [] }) => [text, ...parts.map((part) => part.text)]);
  expect(suite.length).toBeGreaterThan(500);
  expect(training.length).toBeGreaterThan(1000);
  expect(findShared(suite, training)).toEqual([]);
});

it('a shared text is seen through case, punctuation and what stands around it', () => {
  const training = [
    'Lovely!',
    ':-)',
    '💔😭😭',
    'He said: "The parcel came a week late, I am sorry to say." Then he left.',
    'Before 1971 there were 240 pence in a pound.',
  ];
  const suite = [
    'lovely',
    '☺️',
    '😭💔',
    ':-(',
    'Love',
    'The parcel came a week LATE, I am sorry to say',
    'Until 1971 there were 240 pence in a pound.',
    'There were few pence in a pound of change that day.',
  ];
  expect(findShared(suite, training)).toEqual([suite[0], suite[1], suite[2], suite[5], suite[6]]);
});
