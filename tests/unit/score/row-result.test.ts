import { describe, expect, it } from 'vitest';
import { readOneByOne } from '#core/batch/read-one-by-one';
import { rowResult } from '#core/contracts/row-result';
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import { toRowResult, toRowsRead } from '#core/score/row-result';
import { createFixtureAnalyzer, loadFixture } from '../fixture-session.ts';

const { model, session } = await loadFixture();
const analyzer = createFixtureAnalyzer(model, session);
const text = 'The food was great but the service was awful. I would not come again.';

describe('a row that was read', () => {
  it('keeps what the analysis says and none of its evidence', async () => {
    const analysis = await analyzer.analyze({ text });
    const { label, score, confidence, probabilities, needsReview, reviewReasons, sentences } = analysis;
    const reading = { label, score, confidence, probabilities, needsReview, reviewReasons, sentences };
    expect(sentences).toHaveLength(2);
    expect(toRowResult(analysis)).toEqual({ kind: 'read', reading: { ...reading, languageCode: 'en' } });
    expect(rowResult.safeParse(toRowResult(analysis)).error).toBeUndefined();
  });
});

describe('a row that was not read', () => {
  it('says why', async () => {
    const german = 'Das Zimmer war leider sehr laut und das Frühstück war kalt und teuer.';
    const found = await analyzer.analyzeMany([{ text: ' \n' }, { text: german }, { text }]);
    const { results, model: readWith } = toRowsRead(found);
    expect(results.map(({ kind }) => kind)).toEqual(['empty', 'other-language', 'read']);
    expect(results[1]).toEqual({ kind: 'other-language', languageCode: 'de', languageName: 'German' });
    expect(readWith).toEqual(
      expect.objectContaining({ name: model.manifest.name, version: model.manifest.version }),
    );
  });

  it('keeps the code of any other fault', () => {
    expect(toRowResult(new UndertoneError('text-too-long'))).toEqual({
      kind: 'failed',
      code: 'text-too-long',
    });
  });

  it('names the language by its code where the name did not come along', () => {
    const bare = { kind: 'other-language', languageCode: 'de', languageName: 'de' };
    expect(toRowResult(new UndertoneError('language-unsupported', { language: 'de' }))).toEqual(bare);
    expect(toRowResult(new UndertoneError('language-unsupported'))).toMatchObject({ languageCode: 'und' });
  });
});

describe('rows read one by one', () => {
  const failing = (code: ErrorCode) => async (given: string) => {
    if (given === 'bad') throw new UndertoneError(code);
    return analyzer.analyze({ text: given });
  };

  it('are those that are read together', async () => {
    const texts = [text, '', 'Lovely.'];
    const together = toRowsRead(await analyzer.analyzeMany(texts.map((given) => ({ text: given }))));
    expect(await readOneByOne(texts, (given) => analyzer.analyze({ text: given }))).toEqual(together);
  });

  it('go on after a fault of one text', async () => {
    const { results } = await readOneByOne(['Lovely.', 'bad', 'Lovely.'], failing('text-too-long'));
    expect(results.map(({ kind }) => kind)).toEqual(['read', 'failed', 'read']);
  });

  it.each(['engine-failed', 'engine-lost', 'cancelled', 'server-unreachable', 'internal'] as const)(
    'end with a fault of the engine: %s',
    async (code) => {
      await expect(readOneByOne(['Lovely.', 'bad'], failing(code))).rejects.toMatchObject({ code });
    },
  );

  it('name no model where nothing was read', async () => {
    expect(await readOneByOne([], failing('internal'))).toEqual({ results: [], model: null });
    expect((await readOneByOne([' '], failing('internal'))).model).toBeNull();
  });
});
