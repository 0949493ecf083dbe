import { describe, expect, it } from 'vitest';
import { maxTextCharacters } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import { maxLineCharacters, readRow, type RowFormat } from '#core/table/rows';

const txt: RowFormat = { kind: 'txt' };
const jsonl = (textColumn = 'text'): RowFormat => ({ kind: 'jsonl', textColumn });

function errorOf(text: string, format: RowFormat): UndertoneError {
  try {
    readRow({ number: 1, text }, format);
  } catch (thrown) {
    if (thrown instanceof UndertoneError) return thrown;
    throw thrown;
  }
  throw new Error('The row was read.');
}

describe('rows', () => {
  it('are lines as they stand in a text file', () => {
    expect(readRow({ number: 1, text: ' {"text": 1} ' }, txt)).toBe(' {"text": 1} ');
    expect(readRow({ number: 1, text: '' }, txt)).toBe('');
  });

  it('are the text of a JSON object, under whatever name', () => {
    expect(readRow({ number: 1, text: '{"id": 1, "text": "fine"}' }, jsonl())).toBe('fine');
    expect(readRow({ number: 1, text: '{"review": "fine"}\r' }, jsonl('review'))).toBe('fine');
    expect(readRow({ number: 1, text: '{"review": {"text": "fine"}}' }, jsonl('review.text'))).toBe('fine');
    expect(readRow({ number: 1, text: '{"__proto__": "fine"}' }, jsonl('__proto__'))).toBe('fine');
    expect(readRow({ number: 1, text: '{"text": "\\ud800"}' }, jsonl())).toBe('\ud800');
  });

  it.each([
    ['not JSON', 'plain words'],
    ['not JSON', '{"text": "cut'],
    ['not JSON', ''],
    ['not a JSON object', '["fine"]'],
    ['not a JSON object', 'null'],
    ['not a JSON object', '"fine"'],
    ['column missing', '{"body": "fine"}'],
    ['column is not text', '{"text": 5}'],
    ['column is not text', '{"text": null}'],
  ])('are refused when %s: %s', (reason, text) => {
    const error = errorOf(text, jsonl());
    expect(error.code).toBe('row-invalid');
    expect(error.details['reason']).toBe(reason);
  });

  it('find no column in what every object inherits', () => {
    expect(errorOf('{}', jsonl('toString')).details).toEqual({
      reason: 'column missing',
      column: 'toString',
    });
  });

  it('are refused with no word of what they held', () => {
    const error = errorOf('{"text": "a private word', jsonl());
    expect(JSON.stringify(error.toData())).not.toContain('private');
    expect(error.cause).toBeUndefined();
  });

  it('are too long when the line was let go', () => {
    expect(() => readRow({ number: 1, overlong: true }, txt)).toThrow(
      new UndertoneError('text-too-long', { limit: maxTextCharacters }),
    );
  });

  it('have room for the longest text with every character escaped', () => {
    expect(maxLineCharacters(txt)).toBe(maxTextCharacters);
    expect(maxLineCharacters(jsonl())).toBeGreaterThan(
      '{"text":""}'.length + '\\u0041'.length * maxTextCharacters,
    );
  });
});
