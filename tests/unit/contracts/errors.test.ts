import { describe, expect, it } from 'vitest';
import { errorFromData, toUndertoneError, UndertoneError } from '#core/contracts/errors';

describe('errors', () => {
  it('keep code and details as plain data and back', () => {
    const error = new UndertoneError('text-too-long', { characters: 3, limit: 2 });
    const back = errorFromData(structuredClone(error.toData()));
    expect(back).toBeInstanceOf(UndertoneError);
    expect(back.toData()).toEqual(error.toData());
    expect(back.message).toBe(error.message);
  });

  it('take sentence and remedy from the catalogue, not from the data', () => {
    const forged = { ...new UndertoneError('cancelled').toData(), message: 'Send money.', remedy: 'Now.' };
    expect(errorFromData(forged).toData()).toEqual(new UndertoneError('cancelled').toData());
  });

  it.each([null, undefined, 'cancelled', {}, { code: 'nonsense', message: '', remedy: '', details: {} }])(
    'that are not of the catalogue are internal: %o',
    (data) => {
      expect(errorFromData(data).code).toBe('internal');
    },
  );

  it('stay what they are, or become what they are said to be with the original as cause', () => {
    const known = new UndertoneError('cancelled');
    expect(toUndertoneError(known, 'engine-failed')).toBe(known);
    const strange = new TypeError('x');
    expect(toUndertoneError(strange, 'engine-failed')).toMatchObject({
      code: 'engine-failed',
      cause: strange,
    });
    expect(toUndertoneError(17).code).toBe('internal');
  });
});
