/** Labelled spans of a text as spans of its tokens. */
import type { TokenRange } from '#core/batch/windows';
import type { Tone } from '#core/contracts/analysis';
import type { MappedText } from '#core/text/mapped-text';
import type { TextParts } from '#core/text/parts';
import type { LabelledSpan } from './spanned-text.ts';

/** First token and end, counted from the first token of the window, and the label. */
export type TokenSpan = readonly [first: number, end: number, label: Tone];

/**
 * The spans that lie whole inside a window and begin and end with a token.
 *
 * @param spans places in the text as given, in UTF-16 units
 * @param window tokens of the text, [from, to)
 */
export function spansInWindow(
  spans: readonly LabelledSpan[],
  mapped: MappedText,
  { tokens }: Pick<TextParts, 'tokens'>,
  window: TokenRange,
): TokenSpan[] {
  const places = Array.from(tokens.ids, (_, i) =>
    mapped.originalSpan(tokens.starts[i] ?? 0, tokens.ends[i] ?? 0),
  );
  return spans.flatMap(({ from, to, label }): TokenSpan[] => {
    const first = places.findIndex(({ start }) => start >= from);
    const end = places.findLastIndex((place) => place.end <= to) + 1;
    const isInside = first >= window.from && end <= window.to && first >= 0 && first < end;
    // Where a phrase ends inside a token ("did" of "didn't") its evidence cannot be told from its neighbour's.
    const isWhole = isInside && places[first]?.start === from && places[end - 1]?.end === to;
    return isWhole ? [[first - window.from, end - window.from, label]] : [];
  });
}
