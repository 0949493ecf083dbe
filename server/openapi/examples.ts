/** What the documented answers look like: short, and right by the schemas. */
import type { Analysis } from '#core/contracts/analysis';

export const exampleText = 'The room was lovely.';

export const exampleModel = {
  name: 'Undertone',
  version: '1.1.0',
  sha256: '83e076ec17b8b9f2'.repeat(4),
} as const;

export const exampleAnalysis: Analysis = {
  id: 'an_effc1d4a90b2476e83d1',
  label: 'positive',
  score: 0.96,
  confidence: 0.97,
  probabilities: { negative: 0.01, neutral: 0.02, positive: 0.97 },
  needsReview: false,
  reviewReasons: [],
  sentences: [
    {
      start: 0,
      end: 20,
      label: 'positive',
      confidence: 0.97,
      probabilities: { negative: 0.01, neutral: 0.02, positive: 0.97 },
    },
  ],
  evidence: [{ start: 13, end: 19, negative: -3.1, neutral: -1.2, positive: 6.4 }],
  language: { code: 'en', confidence: 0.94, supported: true },
  input: { characters: 20, tokens: 5, windows: 1, truncated: false },
  model: exampleModel,
  engine: { where: 'server', backend: 'node', threads: 1 },
  timing: { queueMs: 0.1, tokenizeMs: 0.3, inferMs: 2.4, totalMs: 2.9 },
};
