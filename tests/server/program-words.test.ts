import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import { errorsOf } from '../../server/openapi/operation.ts';
import { operations } from '../../server/openapi/operations.ts';
import { statusOf, toProblem } from '../../server/problem.ts';
import { wordsFor } from '../../server/program-words.ts';

const codes = [...new Set(operations.flatMap(errorsOf))];

describe('what programs are told of an error', () => {
  it.each(codes)('%s says nothing of the page, of a browser or of this device', (code) => {
    const { message, remedy } = wordsFor(code);
    expect(`${message} ${remedy}`).not.toMatch(
      /browser|page|reload|device|\btabs?\b|settings|paste|pick|excel|your text/i,
    );
  });

  it('is what a problem says, and its code and details are those of the error', () => {
    const error = new UndertoneError('engine-failed', { code: 1 }).toData();
    const told = toProblem(error, statusOf(error.code), 'id', '/problems/');
    const { message, remedy } = wordsFor('engine-failed');
    expect(message).not.toBe(error.message);
    expect(told).toMatchObject({
      code: 'engine-failed',
      details: { code: 1 },
      title: message,
      message,
      remedy,
      detail: `${message} ${remedy}`,
    });
  });

  it('is the catalogue where that is for everybody', () => {
    const { message, remedy } = new UndertoneError('job-unfinished');
    expect(wordsFor('job-unfinished')).toEqual({ message, remedy });
  });
});
