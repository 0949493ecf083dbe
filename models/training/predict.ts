/** Labelled texts through the product's own pipeline. */
import { createAnalyzer } from '#core/analyze';
import type { Analysis } from '#core/contracts/analysis';
import type { Manifest } from '#core/contracts/manifest';
import { likeliest } from '#core/score/likeliest';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { createNodeSession } from '../../server/ort/session.ts';
import type { LabelledText } from './dataset.ts';
import { halfOf } from './halves.ts';
import type { Prediction } from './metrics.ts';

export interface RunnableModel {
  readonly manifest: Manifest;
  readonly graphPath: string;
  readonly vocabulary: string;
}

/** Reads texts; where they have a name, tells how far it is. */
export type Predict = (texts: readonly string[], name?: string) => Promise<Analysis[]>;

const textsPerCall = 200;

/**
 * Opens a model for prediction. Every text is read, whatever language it seems to be in.
 *
 * @throws UndertoneError when the model cannot be loaded or a text cannot be read
 */
export async function openPredictor({ manifest, graphPath, vocabulary }: RunnableModel): Promise<Predict> {
  const analyzer = createAnalyzer({
    session: await createNodeSession(graphPath),
    tokenizer: createTokenizer(vocabulary),
    manifest,
    engine: { where: 'cli', backend: 'node', threads: 1 },
  });
  return async (texts, name) => {
    const analyses: Analysis[] = [];
    for (let from = 0; from < texts.length; from += textsPerCall) {
      const requests = texts.slice(from, from + textsPerCall).map((text) => ({ text, anyLanguage: true }));
      for (const result of await analyzer.analyzeMany(requests)) {
        if (result instanceof Error) throw result;
        analyses.push(result);
      }
      if (name !== undefined) console.error(`${name}: ${analyses.length} of ${texts.length}`);
    }
    return analyses;
  };
}

/** What was predicted for labelled texts. */
export function predictionsOf(rows: readonly LabelledText[], analyses: readonly Analysis[]): Prediction[] {
  return analyses.map(({ label, probabilities, input }, i) => ({
    gold: rows[i]?.label ?? 'neutral',
    probabilities,
    label,
    confidence: probabilities[likeliest(probabilities)],
    half: halfOf(rows[i]?.text ?? ''),
    tokens: input.tokens,
  }));
}

/** The logits of a whole text: the mean of its evidence. */
export function logitsOf({ evidence }: Pick<Analysis, 'evidence'>): [number, number, number] {
  const mean = (tone: 'negative' | 'neutral' | 'positive'): number =>
    evidence.reduce((sum, token) => sum + token[tone], 0) / evidence.length;
  return [mean('negative'), mean('neutral'), mean('positive')];
}
