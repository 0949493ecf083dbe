/**
 * The data stage: labelled texts to token ids, through the same normaliser, tokenizer and windows that the
 * product uses. Python reads what is written here and has no normaliser of its own.
 *
 *   tsx models/training/encode.ts --data DIR --work DIR --vocabulary FILE
 *
 * For each split it writes <work>/encoded/<split>.ids.u16 (all rows' ids, [CLS] and [SEP] included),
 * <split>.starts.u32 (row starts, one more than there are rows) and <split>.rows.jsonl (label, source and
 * place of each row; a long text has a row for each of its windows).
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { normalise } from '#core/text/normalise';
import { takeApart } from '#core/text/parts';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { readFolder } from './dataset.ts';
import { maxLength } from './recipe.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, work: { type: 'string' }, vocabulary: { type: 'string' } },
});
const { data, work, vocabulary } = values;
if (data === undefined || work === undefined || vocabulary === undefined) {
  throw new Error('Give --data DIR, --work DIR and --vocabulary FILE');
}

const tokenizer = createTokenizer(readFileSync(vocabulary, 'utf8'));
const specialTokens = 2;
const outDir = join(work, 'encoded');
mkdirSync(outDir, { recursive: true });
copyFileSync(vocabulary, join(work, 'vocab.txt'));

for (const split of ['train', 'dev'] as const) {
  const ids: number[] = [];
  const starts: number[] = [0];
  const lines: string[] = [];
  let textIndex = 0;
  for (const { source, rows } of readFolder(join(data, split))) {
    for (const { text, label, unit } of rows) {
      const { tokens, windows } = takeApart(normalise(text), tokenizer, maxLength - specialTokens);
      for (const [window, { from, to }] of windows.entries()) {
        ids.push(tokenizer.clsId, ...tokens.ids.subarray(from, to), tokenizer.sepId);
        starts.push(ids.length);
        lines.push(JSON.stringify({ text: textIndex, window, windows: windows.length, label, source, unit }));
      }
      textIndex += 1;
    }
    console.log(`${split} ${source}: ${rows.length} texts`);
  }
  writeFileSync(join(outDir, `${split}.ids.u16`), Uint16Array.from(ids));
  writeFileSync(join(outDir, `${split}.starts.u32`), Uint32Array.from(starts));
  writeFileSync(join(outDir, `${split}.rows.jsonl`), `${lines.join('\n')}\n`);
  console.log(`${split}: ${textIndex} texts, ${lines.length} rows, ${ids.length} tokens`);
}
