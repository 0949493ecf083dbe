/** What of an analysis the page and Node are compared by. */
import type { Analysis } from '../src/core/contracts/analysis.ts';

export interface Reading extends Pick<Analysis, 'label' | 'probabilities'> {
  /** Of the whole text, of its sentences and of their clauses: a verdict may turn at any of them. */
  readonly confidences: readonly number[];
}

/** The part of an analysis, or of the reading of a row, that is compared. */
export function readingOf({
  label,
  probabilities,
  sentences,
}: Pick<Analysis, 'label' | 'probabilities' | 'sentences'>): Reading {
  const surest = ({ negative, neutral, positive }: Analysis['probabilities']): number =>
    Math.max(negative, neutral, positive);
  const parts = sentences.flatMap((sentence) => [sentence, ...(sentence.clauses ?? [])]);
  const confidences = [probabilities, ...parts.map((part) => part.probabilities)].map(surest);
  return { label, probabilities, confidences };
}

/** What tests in the browser may have done in Node: `tests/node-reader.ts`, `tests/browser-memory.ts`. */
declare module 'vitest/browser' {
  interface BrowserCommands {
    heldBytes: () => Promise<number>;
    readWithNode: (texts: string[]) => Promise<Reading[]>;
    keepParity: (report: object) => Promise<void>;
  }
}
