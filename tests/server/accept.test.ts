import { describe, expect, it } from 'vitest';
import { preferredType } from '../../server/accept.ts';

const offered = ['application/json', 'application/x-ndjson', 'text/csv'] as const;

describe('the kind of content that a caller prefers', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/xml', 'application/json'],
    ['text/csv', 'text/csv'],
    ['TEXT/CSV; header=present', 'text/csv'],
    ['text/csv, */*', 'text/csv'],
    ['*/*, text/csv;q=0.5', 'application/json'],
    ['text/*', 'text/csv'],
    ['text/csv;q=0, application/x-ndjson', 'application/x-ndjson'],
    ['text/csv;q=0', 'application/json'],
    ['application/json;q=0, */*;q=0.1', 'application/x-ndjson'],
    ['application/x-ndjson;q=0.1, text/csv', 'text/csv'],
    ['application/json, application/x-ndjson; q=0.9', 'application/json'],
    ['application/x-ndjson, application/json', 'application/x-ndjson'],
    ['application/problem+json, application/x-ndjson', 'application/x-ndjson'],
    ['text/csvx, application/json-seq', 'application/json'],
    ['text/csv;q=2, application/x-ndjson;q=x', 'application/json'],
  ])('by Accept: %s', (accept, preferred) => {
    expect(preferredType(accept, offered)).toBe(preferred);
  });
});
