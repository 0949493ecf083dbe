/** The keys of Review: one letter for each thing that can be done with the row that is shown. */
import type { CorrectedLabel } from '../../storage/corrections.ts';

export type Step = 'next' | 'previous' | 'first' | 'last';

export type ReviewAction =
  | { kind: 'answer'; label: CorrectedLabel }
  | { kind: 'skip' }
  | { kind: 'undo' }
  | { kind: 'move'; step: Step };

export const answerKeys = {
  negative: 'n',
  neutral: 'e',
  positive: 'p',
  mixed: 'm',
} as const satisfies Record<CorrectedLabel, string>;

export const answerLabels = [
  'negative',
  'neutral',
  'positive',
  'mixed',
] as const satisfies readonly CorrectedLabel[];

export const skipKey = 's';
export const undoKey = 'z';

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
};

export interface KeyPress {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  /** Whether it is one of those that a held key goes on sending. */
  repeat: boolean;
}

/** What a press of a key asks for; null when it means nothing here. A key held down answers no more than one row. */
export function actionOf({ key, altKey, ctrlKey, metaKey, repeat }: KeyPress): ReviewAction | null {
  if (altKey || ctrlKey || metaKey) return null;
  const step = steps[key];
  if (step !== undefined) return { kind: 'move', step };
  if (repeat) return null;
  const letter = key.toLowerCase();
  const label = answerLabels.find((one) => answerKeys[one] === letter);
  if (label !== undefined) return { kind: 'answer', label };
  if (letter === skipKey) return { kind: 'skip' };
  return letter === undoKey ? { kind: 'undo' } : null;
}
