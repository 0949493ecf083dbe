/** A text without its personal data, as it is sent elsewhere, and the way back from what is said of it. */
import type { Analysis, Span } from '../contracts/analysis.ts';
import { MappedText } from './mapped-text.ts';
import { findPersonalData } from './mask.ts';
import type { PersonalData, PhoneNumberFinder } from './mask.ts';

export interface MaskedText {
  /** What is left of the person's own text, in words such as `[email]`. */
  readonly text: string;
  /** In the order of the text; offsets are UTF-16 units of the person's own. */
  readonly found: readonly PersonalData[];
  /**
   * An analysis of the masked text as one of the person's own: a span that touches what was masked covers all of it.
   *
   * @throws RangeError where a span is none of the masked text
   */
  readonly toOwn: (analysis: Analysis) => Analysis;
}

/** Masks as `maskText` does, and keeps the places. */
export function maskWithPlaces(own: string, findPhoneNumbers: PhoneNumberFinder): MaskedText {
  const found = findPersonalData(own, findPhoneNumbers);
  const mapped = MappedText.of(own).replaceSpans(
    found.map(({ word, ...span }) => ({ ...span, piece: word })),
  );

  function toOwnSpan<Spanned extends Span>(spanned: Spanned): Spanned {
    const { start, end } = spanned;
    if (start >= end || end > mapped.text.length) throw new RangeError('The span is not one of this text.');
    return { ...spanned, ...mapped.originalSpan(start, end) };
  }

  return {
    text: mapped.text,
    found,
    toOwn: ({ sentences, evidence, aspects, input, ...rest }) => ({
      ...rest,
      sentences: sentences.map(({ clauses, ...sentence }) => ({
        ...toOwnSpan(sentence),
        ...(clauses === undefined ? {} : { clauses: clauses.map(toOwnSpan) }),
      })),
      evidence: evidence.map(toOwnSpan),
      ...(aspects === undefined ? {} : { aspects: aspects.map(toOwnSpan) }),
      input: { ...input, characters: own.length },
    }),
  };
}
