import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import type { RowsRead } from '#core/engine';
import { readApart } from '../../server/services/jobs/read-apart.ts';

const model = { name: 'tiny', version: '1.0.0', sha256: 'a'.repeat(64) };
const usual = { isPassing: () => false, signal: new AbortController().signal, pauseMs: 1 };

/** Says each text again, so that orders can be compared. */
const answer = (texts: readonly string[]): RowsRead => ({
  results: texts.map((text) => ({ kind: 'other-language' as const, languageCode: text, languageName: text })),
  model,
});

it('fails the texts alone that cannot be read, wherever they are, and keeps the order', async () => {
  const places = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.uniqueArray(fc.nat(39), { maxLength: 5 }));
  await fc.assert(
    fc.asyncProperty(places, async ([count, fatal]) => {
      const texts = Array.from({ length: count }, (_, i) => `text ${i}`);
      const bad = new Set(fatal.map((i) => `text ${i}`));
      const read = async (some: readonly string[]): Promise<RowsRead> => {
        if (some.some((text) => bad.has(text))) throw new UndertoneError('engine-lost');
        return answer(some);
      };
      const found = await readApart(texts, { ...usual, read });
      expect(found.results).toEqual(
        texts.map((text) =>
          bad.has(text)
            ? { kind: 'failed', code: 'engine-lost' }
            : { kind: 'other-language', languageCode: text, languageName: text },
        ),
      );
    }),
  );
});

it('costs no text a thing where it works at the third time', async () => {
  let calls = 0;
  const read = async (some: readonly string[]): Promise<RowsRead> => {
    calls += 1;
    if (calls < 3) throw new UndertoneError('engine-failed');
    return answer(some);
  };
  const found = await readApart(['one'], { ...usual, read });
  expect(found).toEqual(answer(['one']));
});

it('holds against no text what is no fault of any', async () => {
  const read = (): Promise<RowsRead> => Promise.reject(new UndertoneError('engine-lost'));
  const reading = readApart(['one', 'two'], { ...usual, read, isPassing: () => true });
  await expect(reading).rejects.toMatchObject({ code: 'engine-lost' });
});

it('ends with its signal, whatever it is about', async () => {
  const stop = new AbortController();
  const read = (): Promise<RowsRead> => Promise.reject(new UndertoneError('engine-lost'));
  const reading = readApart(['one', 'two'], { ...usual, read, signal: stop.signal });
  stop.abort();
  await expect(reading).rejects.toBeDefined();
});
