/** A text with a word taken out. */
import type { Span } from '#core/contracts/analysis';

/** Removes the span and one of the two spaces it would leave side by side. */
export function withoutSpan(text: string, { start, end }: Span): string {
  const head = text.slice(0, start);
  const tail = text.slice(end);
  const doubled = (head === '' || /\s$/u.test(head)) && /^\s/u.test(tail);
  return head + (doubled ? tail.slice(1) : tail);
}
