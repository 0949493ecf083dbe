import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countByKind, payloadPieces } from '../../../src/ui/consent-payload.ts';
import { maskForServer } from '../../../src/engine/server/masking.ts';

const words = fc.constantFrom('good', 'a@b.example', '"quoted"', '\n', '\\', '0171 23456789', '😀', '\uD83D');
const texts = fc.array(words, { maxLength: 8 }).map((pieces) => pieces.join(' '));

it('shows the request as it is sent, letter for letter, and beside it what stays', () => {
  fc.assert(
    fc.property(texts, fc.boolean(), (own, insists) => {
      const asked = insists ? { anyLanguage: true } : {};
      const { text, found } = maskForServer(own);
      const pieces = payloadPieces({ text: '', ...asked }, [{ text: own, found }]);
      expect(pieces.map(({ sent }) => sent).join('')).toBe(JSON.stringify({ text, ...asked }));
      const before = pieces.map(({ sent, kept }) => kept ?? sent).join('');
      expect(before).toBe(JSON.stringify({ text: own, ...asked }));
    }),
  );
});

it('shows a request for several texts in the same way', () => {
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 4 }), (own) => {
      const masked = own.map(maskForServer);
      const blank = { items: own.map(() => ({ text: '' })), anyLanguage: false };
      const pieces = payloadPieces(
        blank,
        own.map((text, place) => ({ text, found: masked[place]?.found ?? [] })),
      );
      const sent = masked.map(({ text }) => ({ text }));
      expect(pieces.map((piece) => piece.sent).join('')).toBe(
        JSON.stringify({ items: sent, anyLanguage: false }),
      );
      const places = pieces.filter(({ kept }) => kept !== null).map(({ at }) => at);
      expect(new Set(places).size).toBe(places.length);
    }),
  );
});

it('counts what is masked by its kind', () => {
  const { found } = maskForServer('a@b.example, 4111 1111 1111 1111 and c@d.example');
  expect([...countByKind(found)]).toEqual([
    ['email', 2],
    ['card', 1],
  ]);
});
