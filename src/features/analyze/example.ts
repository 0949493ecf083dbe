/** A text that was read beforehand, so that a first visit shows what a reading looks like before the reader is here. */
import { analysis } from '#core/contracts/analysis';
import stored from './example.json';
import type { ReadText } from './use-reading.ts';

/** The stored reading; `scripts/write-example.ts` writes it with the model of the registry. */
export const example: ReadText = { text: stored.text, analysis: analysis.parse(stored.analysis) };
