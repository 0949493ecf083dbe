/** Commands that tests in the browser call to have something done in Node. */
import { writeFileSync } from 'node:fs';
import type { BrowserCommand } from 'vitest/node';
import { createAnalyzer } from '../src/core/analyze.ts';
import { createTokenizer } from '../src/core/tokenize/wordpiece.ts';
import { readModelFiles } from '../server/ort/model-files.ts';
import { createNodeSession } from '../server/ort/session.ts';
import { readingOf, type Reading } from './reading.ts';

/** Reads texts with the default model in Node, whatever language they seem to be in. */
export const readWithNode: BrowserCommand<[texts: string[]]> = async (_, texts): Promise<Reading[]> => {
  const { manifest, graphPath, vocabulary } = await readModelFiles('models');
  const session = await createNodeSession(graphPath);
  const analyzer = createAnalyzer({
    session,
    tokenizer: createTokenizer(vocabulary),
    manifest,
    engine: { where: 'cli', backend: 'node', threads: 1 },
  });
  const results = await analyzer.analyzeMany(texts.map((text) => ({ text, anyLanguage: true })));
  await session.release();
  return results.map((result) => {
    if (result instanceof Error) throw result;
    return readingOf(result);
  });
};

/** Keeps what was measured for the model card, where UNDERTONE_PARITY_FILE says so. */
export const keepParity: BrowserCommand<[report: object]> = (_, report): void => {
  const file = process.env['UNDERTONE_PARITY_FILE'];
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
};
