import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import { rowResult } from '#core/contracts/row-result';
import { toRowResult } from '#core/score/row-result';
import { analysisOf } from '../read/analysis-of.ts';

describe('what is kept of a row', () => {
  it('is the reading, without its evidence', () => {
    const analysis = analysisOf('A lovely room. A cold night.', ['A lovely room.', 'A cold night.']);
    const result = toRowResult(analysis);
    expect(rowResult.parse(result)).toEqual(result);
    expect(result).toMatchObject({
      kind: 'read',
      reading: { label: analysis.label, score: analysis.score, languageCode: analysis.language.code },
    });
    expect(result).not.toHaveProperty('reading.evidence');
  });

  it('is no failure where there is no text', () => {
    expect(toRowResult(new UndertoneError('text-blank'))).toEqual({ kind: 'empty' });
  });

  it('names a language that is not read', () => {
    const error = new UndertoneError('language-unsupported', { language: 'de', name: 'German' });
    expect(toRowResult(error)).toEqual({
      kind: 'other-language',
      languageCode: 'de',
      languageName: 'German',
    });
  });

  it('is the code of any other error', () => {
    expect(toRowResult(new UndertoneError('text-too-long', { limit: 5 }))).toEqual({
      kind: 'failed',
      code: 'text-too-long',
    });
  });
});
