/** The reading that a first visit shows is the one that the default model gives. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { analysis } from '#core/contracts/analysis';
import type { Analysis } from '#core/contracts/analysis';
import { LocalEngine } from '../../server/local-engine.ts';

const path = new URL('../../src/features/analyze/example.json', import.meta.url);
const stored = z.object({ text: z.string(), analysis }).parse(JSON.parse(readFileSync(path, 'utf8')));

/** Decimals in which processors agree. */
const digits = 3;

/** What the page shows of a reading, with its numbers rounded to what can be compared. */
function shown({ label, sentences, evidence, probabilities, model }: Analysis) {
  const round = (value: number) => Number(value.toFixed(digits));
  const rounded = (own: Analysis['probabilities']) => [own.negative, own.neutral, own.positive].map(round);
  return {
    label,
    model,
    probabilities: rounded(probabilities),
    sentences: sentences.map((sentence) => ({
      span: [sentence.start, sentence.end],
      label: sentence.label,
      probabilities: rounded(sentence.probabilities),
      clauses: sentence.clauses?.map((clause) => clause.label),
    })),
    evidence: evidence.map(({ start, end }) => [start, end]),
  };
}

it('the stored example is mixed, and what the default model says of it today', async () => {
  const engine = new LocalEngine({
    modelsDir: fileURLToPath(new URL('../../models', import.meta.url)),
    where: 'cli',
  });
  try {
    const today = await engine.analyze({ text: stored.text });
    expect(shown(stored.analysis)).toEqual(shown(today));
    expect(today.label).toBe('mixed');
  } finally {
    engine.dispose();
  }
});
