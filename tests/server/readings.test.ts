import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Analysis } from '#core/contracts/analysis';
import type { ModelInfo } from '#core/contracts/analysis';
import { LocalEngine } from '../../server/local-engine.ts';
import { createReadingService } from '../../server/services/reading/reading-service.ts';
import type { ReadingService } from '../../server/services/reading/reading-service.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { createMemoryCache } from '../../server/stores/memory-cache.ts';
import type { ReadingCache } from '../../server/stores/stores.ts';
import { fixtureModelsDir } from './fixture-models.ts';

const secrets = createSecrets('a secret of the test, long enough for it');
let engine: LocalEngine;
let model: ModelInfo;

beforeAll(async () => {
  engine = new LocalEngine({ modelsDir: fixtureModelsDir, where: 'server' });
  ({ model } = await engine.analyze({ text: 'Fine.', anyLanguage: true }));
});
afterAll(() => engine.dispose());

/** A cache that tells what it holds. */
function openCache(maxEntries = 100): ReadingCache & { entries: Map<string, string> } {
  const cache = createMemoryCache(maxEntries);
  const entries = new Map<string, string>();
  return {
    entries,
    get: (key) => cache.get(key),
    set: (key, value) => {
      entries.set(key, Buffer.from(value).toString());
      return cache.set(key, value);
    },
  };
}

let cache: ReturnType<typeof openCache>;
let readings: ReadingService;

function service(of: ModelInfo = model, parts: Partial<Parameters<typeof createReadingService>[0]> = {}) {
  const inference = {
    model: of,
    analyze: (...asked: Parameters<LocalEngine['analyze']>) => engine.analyze(...asked),
  };
  return createReadingService({ inference, cache, secrets, maxTextCharacters: 60_000, ...parts });
}

beforeEach(() => {
  cache = openCache();
  readings = service();
});

const lasting = ({ id: _id, timing: _timing, ...rest }: Analysis): Omit<Analysis, 'id' | 'timing'> => rest;

describe('a reading', () => {
  it('is the same when it is remembered, under another id', async () => {
    const text = 'The rooms were lovely, but the service was slow.';
    const first = await readings.analyze({ text }, { caller: 'one' });
    const second = await readings.analyze({ text }, { caller: 'one' });
    expect([first.cache, second.cache]).toEqual(['miss', 'hit']);
    expect(lasting(second.analysis)).toEqual(lasting(first.analysis));
    expect(second.analysis.id).not.toBe(first.analysis.id);
  });

  it('is remembered without a word of the text', async () => {
    await readings.analyze(
      { text: 'The zyzzyva soup was cold, and the qwertz bread was old.' },
      { caller: 'one' },
    );
    expect(cache.entries.size).toBe(1);
    for (const [key, value] of cache.entries) expect(key + value).not.toMatch(/zyzzyva|qwertz|soup|bread/i);
  });

  it('has its places in the text as given, remembered or not', async () => {
    const word = fc.constantFrom('bad', 'good', 'don’t', 'x@y.example', '😀', ':-)', 'cafe\u0301', '.', '…');
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 12 }), async (words) => {
        for (const text of [
          words.join(' '),
          words.join(' ').normalize('NFC'),
          words.join(' ').replaceAll('’', "'"),
        ]) {
          const { analysis } = await readings.analyze({ text, anyLanguage: true }, { caller: 'one' });
          expect(lasting(analysis)).toEqual(lasting(await engine.analyze({ text, anyLanguage: true })));
        }
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('is one for texts that are read the same', async () => {
    await readings.analyze({ text: 'I don’t like it at all.' }, { caller: 'one' });
    const { cache: outcome } = await readings.analyze({ text: "I don't like it at all." }, { caller: 'one' });
    expect(outcome).toBe('hit');
  });

  it('of another caller is none, so that nobody is told what others have sent', async () => {
    const text = 'The rooms were lovely, but the service was slow.';
    const outcomes: string[] = [];
    for (const caller of ['one', 'two', 'one', 'two']) {
      outcomes.push((await readings.analyze({ text }, { caller })).cache);
    }
    expect(outcomes).toEqual(['miss', 'miss', 'hit', 'hit']);
    expect(cache.entries.size).toBe(2);
  });

  it('is another by another model, and where any language is to be read', async () => {
    const text = 'I like it very much indeed.';
    await readings.analyze({ text }, { caller: 'one' });
    expect((await service({ ...model, sha256: 'another' }).analyze({ text }, { caller: 'one' })).cache).toBe(
      'miss',
    );
    expect((await readings.analyze({ text, anyLanguage: true }, { caller: 'one' })).cache).toBe('miss');
  });

  it('with aspects is not remembered, since it repeats them', async () => {
    const text = 'The rooms were lovely, the soup was cold.';
    for (let i = 0; i < 2; i += 1) {
      expect((await readings.analyze({ text, aspects: ['soup'] }, { caller: 'one' })).cache).toBe('off');
    }
    expect(cache.entries.size).toBe(0);
  });

  it('is refused beyond the limit, which is named', async () => {
    await expect(readings.analyze({ text: 'a'.repeat(60_001) }, { caller: 'one' })).rejects.toMatchObject({
      code: 'text-too-long',
      details: { limit: 60_000, actual: 60_001 },
    });
  });

  it.each([
    ['does not answer', () => Promise.reject(new Error('gone'))],
    ['answers with something else', () => Promise.resolve(Buffer.from('{"label":"positive"}'))],
    ['answers with no JSON', () => Promise.resolve(Buffer.from('\u0000'))],
  ])('comes all the same where the memory %s', async (_what, get) => {
    const broken = service(model, { cache: { get, set: () => Promise.reject(new Error('gone')) } });
    const { analysis } = await broken.analyze({ text: 'I like it very much indeed.' }, { caller: 'one' });
    expect(analysis.model).toEqual(model);
  });
});

describe('the memory', () => {
  it('keeps the latest that were asked for, and no more than it may', async () => {
    const memory = createMemoryCache(2);
    for (const key of ['a', 'b']) await memory.set(key, Buffer.from(key));
    await memory.get('a');
    await memory.set('c', Buffer.from('c'));
    expect(await memory.get('a')).toBeDefined();
    expect(await memory.get('b')).toBeUndefined();
  });

  it('of no entries remembers nothing', async () => {
    const memory = createMemoryCache(0);
    await memory.set('a', Buffer.from('a'));
    expect(await memory.get('a')).toBeUndefined();
  });
});
