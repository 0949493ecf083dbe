/** Each dev file falls into two halves by a hash of the text: one to choose on, one to report on. */
import { createHash } from 'node:crypto';

export type Half = 'A' | 'B';

/** The half a text belongs to; the same on every machine. */
export function halfOf(text: string): Half {
  const first = createHash('sha256').update(text, 'utf8').digest()[0] ?? 0;
  return first % 2 === 0 ? 'A' : 'B';
}

/** Files on which nothing is chosen: the published benchmark, and the file that contains it. */
export const reportOnlySources: ReadonlySet<string> = new Set(['sst2', 'sst5']);
