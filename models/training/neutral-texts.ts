/** Texts of our own writing in which nothing is felt: to be read as neutral, or left unsure. */
import * as z from 'zod/mini';
import type { Analysis } from '#core/contracts/analysis';
import type { GoldenKind } from '#core/contracts/manifest';
import { readJsonLines } from './json-lines.ts';

const neutralText = z.object({ id: z.string(), kind: z.string(), text: z.string().check(z.minLength(1)) });
export type NeutralText = z.infer<typeof neutralText>;

const neutralFile = new URL('../../tests/golden/neutral.jsonl', import.meta.url);

/** All neutral texts, in the order of the file. */
export function readNeutral(): NeutralText[] {
  return readJsonLines(neutralFile, neutralText);
}

/** Counts by kind: passed, which is neutral or unsure, and those of them that are unsure. */
export function scoreNeutral(
  texts: readonly NeutralText[],
  analyses: readonly Pick<Analysis, 'label'>[],
): GoldenKind[] {
  return [...new Set(texts.map(({ kind }) => kind))].map((kind) => {
    const labels = analyses.filter((_, i) => texts[i]?.kind === kind).map(({ label }) => label);
    const unsure = labels.filter((label) => label === 'unsure').length;
    const neutral = labels.filter((label) => label === 'neutral').length;
    return { kind, texts: labels.length, passed: neutral + unsure, unsure };
  });
}
