import { expect, it } from 'vitest';
import { pastedFile } from '../../../src/features/files/pasted-file.ts';

const cells = { kind: 'csv', delimiter: '\t', encoding: 'utf-8' };
const lines = { kind: 'txt', encoding: 'utf-8' };

it.each([
  ['tabs', 'Name\tAnswer\nA\tFine.', cells],
  ['one column with a break within a cell', 'Comment\n"It was good.\nBut cold."\nFine.', cells],
  ['such a cell at the end, from Windows', 'Comment\r\n"It was ""good"".\r\nBut cold."\r\n', cells],
  ['lines', 'It was good.\nFine.', lines],
  ['lines, of which some are quoted', '"It was good."\nShe said "fine"\n"and left."', lines],
])('%s', (_name, text, given) => {
  expect(pastedFile(text).given).toEqual(given);
});
