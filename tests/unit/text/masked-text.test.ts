import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis, Span } from '#core/contracts/analysis';
import { maskText } from '#core/text/mask';
import { maskWithPlaces } from '#core/text/masked-text';
import { findPhoneNumbers } from '#core/text/phone-numbers';
import { answer } from '../engine/scripted-engine.ts';

const figures = { label: 'neutral', confidence: 1, probabilities: answer.probabilities } as const;
const weights = { negative: 0, neutral: 1, positive: 2 };

/** An answer that names the same spans wherever an answer names any. */
function answerAbout(spans: readonly Span[]): Analysis {
  const parts = spans.map((span) => ({ ...span, ...figures }));
  return {
    ...answer,
    sentences: parts.map((part) => ({ ...part, clauses: [part] })),
    evidence: spans.map((span) => ({ ...span, ...weights })),
    aspects: parts.map(({ start, end, label, confidence }) => ({
      term: 'room',
      start,
      end,
      label,
      confidence,
    })),
  };
}

function spansOf({ sentences, evidence, aspects = [] }: Analysis): Span[][] {
  const clauses = sentences.flatMap((sentence) => sentence.clauses ?? []);
  return [sentences, clauses, evidence, aspects].map((parts) =>
    parts.map(({ start, end }) => ({ start, end })),
  );
}

const planted = fc.constantFrom(
  'jane.doe@mail.example',
  'https://x.example/jane?id=5',
  '4111 1111 1111 1111',
  'DE89 3704 0044 0532 0130 00',
  '192.168.10.25',
  '2001:db8::ff00:42:8329',
  '+49 30 901820',
  '(555) 123-4567',
  '@jane_doe',
  'ftp://x.example/jane',
  'x.example:8080/jane',
  '"jane doe"@mail.example',
);
const plain = fc.oneof(
  fc.constantFrom('good', 'bad.', 'The room', '😀', '\n', 'e\u0301', '[email]', 'http', '$5'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const texts = fc
  .tuple(fc.array(fc.oneof(planted, plain), { maxLength: 10 }), fc.constantFrom(' ', '', '/'))
  .map(([pieces, between]) => pieces.join(between));

describe('a masked text', () => {
  it('reads as the export writes it, and holds nothing that was found', () => {
    fc.assert(
      fc.property(texts, (own) => {
        const { text, found } = maskWithPlaces(own, findPhoneNumbers);
        expect(text).toBe(maskText(own, findPhoneNumbers));
        expect(found.length === 0).toBe(text === own);
      }),
    );
  });

  it('has an answer whose spans are those of the person’s own text, and cut nothing that was masked', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.tuple(fc.nat(), fc.nat())), (own, places) => {
        const { text, found, toOwn } = maskWithPlaces(own, findPhoneNumbers);
        fc.pre(text !== '');
        const asked = places.map(([from, length]) => {
          const start = from % text.length;
          return { start, end: start + 1 + (length % (text.length - start)) };
        });
        const told = toOwn(answerAbout(asked));
        expect(told.input.characters).toBe(own.length);
        for (const spans of spansOf(told)) {
          expect(spans).toHaveLength(asked.length);
          for (const [index, { start, end }] of spans.entries()) {
            for (const piece of found) {
              const isTouched = start < piece.end && piece.start < end;
              if (isTouched) expect(start <= piece.start && piece.end <= end).toBe(true);
            }
            // What the own span says, masked, is what was asked about, but for the rest of a word that was cut.
            const inside = found.filter((piece) => piece.start >= start && piece.end <= end);
            let masked = '';
            let from = start;
            for (const piece of inside) {
              masked += own.slice(from, piece.start) + piece.word;
              from = piece.end;
            }
            masked += own.slice(from, end);
            const { start: askedStart, end: askedEnd } = asked[index] ?? { start: 0, end: 0 };
            expect(masked).toContain(text.slice(askedStart, askedEnd));
          }
        }
      }),
    );
  });

  it('leaves an answer about a text without personal data as it is', () => {
    const own = 'The room was good.';
    const told = answerAbout([{ start: 4, end: 8 }]);
    expect(maskWithPlaces(own, findPhoneNumbers).toOwn(told)).toEqual({
      ...told,
      input: { ...told.input, characters: own.length },
    });
  });

  it.each([
    { start: 0, end: 8 },
    { start: 3, end: 3 },
  ])('takes no span that is not one of it: %j', (span) => {
    const { text, toOwn } = maskWithPlaces('a@b.example', findPhoneNumbers);
    expect(text).toHaveLength(7);
    expect(() => toOwn(answerAbout([span]))).toThrow(RangeError);
  });
});
