import { expect, it } from 'vitest';
import { pastedFile } from '../../../src/features/files/pasted-file.ts';

const cells = { kind: 'csv', delimiter: '\t', encoding: 'utf-8' };
const lines = { kind: 'txt', encoding: 'utf-8' };

it.each([
  ['tabs', 'Name\tAnswer\nA\tFine.', cells],
  ['one column with a break within a cell', 'Comment\n"It was good.\nBut cold."\nFine.', cells],
  ['such a cell at the end, from Windows', 'Comment\r\n"It was ""good"".\r\nBut cold."\r\n', cells],
  ['lines', 'It was good.\nFine.', lines],
  ['such a cell behind a quote that is left open', '"So\n"It was ""good"".\nBut cold."\nFine.', cells],
  ['a quote that is never closed, before very many lines', `"So\n${'x\n'.repeat(200_000)}`, lines],
  ['very many cells in quotes, of a line each', '"a ""b"""\n'.repeat(100_000), lines],
  ['lines, of which some are quoted', '"It was good."\nShe said "fine"\n"and left."', lines],
])('%s', (_name, text, given) => {
  expect(pastedFile(text).given).toEqual(given);
});
