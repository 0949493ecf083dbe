/** Analyses put together by hand, for what only looks at a part of one. */
import type { Analysis, Sentence, VerdictLabel } from '#core/contracts/analysis';

const even = { negative: 0.2, neutral: 0.5, positive: 0.3 };

export interface PartOf {
  text: string;
  label: VerdictLabel;
  clauses?: readonly VerdictLabel[];
}

/** An analysis of `text` whose sentences are `parts`, found in it one after the other. */
export function analysisOf(
  text: string,
  parts: readonly (string | PartOf)[],
  own: Partial<Pick<Analysis, 'label' | 'confidence' | 'probabilities' | 'evidence'>> = {},
): Analysis {
  let at = 0;
  const sentences = parts.map((given): Sentence => {
    const part: PartOf = typeof given === 'string' ? { text: given, label: 'neutral' } : given;
    const start = text.indexOf(part.text, at);
    at = start + part.text.length;
    const span = { start, end: at, confidence: 0.8, probabilities: even };
    const sentence = { ...span, label: part.label };
    return part.clauses === undefined
      ? sentence
      : { ...sentence, clauses: part.clauses.map((label) => ({ ...span, label })) };
  });
  return {
    id: 'an_0',
    label: 'neutral',
    score: 0,
    confidence: 0.8,
    probabilities: even,
    needsReview: false,
    reviewReasons: [],
    sentences,
    evidence: [],
    language: { code: 'en', confidence: 1, supported: true },
    input: { characters: text.length, tokens: 1, windows: 1, truncated: false },
    model: { name: 'Undertone', version: '0.0.0', sha256: '' },
    engine: { where: 'device', backend: 'wasm', threads: 1 },
    timing: { queueMs: 0, tokenizeMs: 0, inferMs: 1, totalMs: 1 },
    ...own,
  };
}
