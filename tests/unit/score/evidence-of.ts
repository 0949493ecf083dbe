/** Evidence made up for a text, piece by piece. */
import type { Evidence } from '#core/contracts/analysis';

/** Evidence for every piece of the text that the pattern finds; its weight is looked up by the piece. */
export function evidenceOf(
  text: string,
  weights: Record<string, number> = {},
  pattern = /[\p{L}\p{N}]+|[^\s]/gu,
): Evidence[] {
  return [...text.matchAll(pattern)].map(({ 0: piece, index }) => ({
    start: index,
    end: index + piece.length,
    negative: Math.max(0, -(weights[piece] ?? 0)),
    neutral: 0,
    positive: Math.max(0, weights[piece] ?? 0),
  }));
}
