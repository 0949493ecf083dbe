/** The golden set: texts of our own writing with the label nearly every careful reader would give. */
import * as z from 'zod/mini';
import type { Analysis } from '#core/contracts/analysis';
import type { GoldenKind } from '#core/contracts/manifest';
import { readJsonLines } from './json-lines.ts';

const goldenText = z.object({
  id: z.string(),
  kind: z.string(),
  text: z.string().check(z.minLength(1)),
  label: z.enum(['negative', 'neutral', 'positive', 'mixed']),
});
export type GoldenText = z.infer<typeof goldenText>;

const goldenFile = new URL('../../tests/golden/golden.jsonl', import.meta.url);

/** All golden texts, in the order of the file. */
export function readGolden(): GoldenText[] {
  return readJsonLines(goldenFile, goldenText);
}

/** Counts by kind: read as labelled, and left unsure. */
export function scoreGolden(
  texts: readonly GoldenText[],
  analyses: readonly Pick<Analysis, 'label'>[],
): GoldenKind[] {
  const kinds = new Map<string, GoldenKind>();
  for (const [i, { kind, label }] of texts.entries()) {
    const row = kinds.get(kind) ?? { kind, texts: 0, passed: 0, unsure: 0 };
    const given = analyses[i]?.label;
    kinds.set(kind, {
      kind,
      texts: row.texts + 1,
      passed: row.passed + Number(given === label),
      unsure: row.unsure + Number(given === 'unsure'),
    });
  }
  return [...kinds.values()];
}
