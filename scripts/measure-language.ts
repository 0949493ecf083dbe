/**
 * Prints what share of some English texts the language detection would refuse, file by file:
 * `tsx scripts/measure-language.ts DATA_DIR` with gzipped JSON lines in DATA_DIR/dev, the text in `text`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { detectLanguage } from '#core/text/language';

const row = z.object({ text: z.string() });

const [dataFolder] = process.argv.slice(2);
if (dataFolder === undefined) throw new Error('Name the data folder.');
const folder = join(dataFolder, 'dev');

let allTexts = 0;
let allRefused = 0;
const codes = new Map<string, number>();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'))) {
  const lines = gunzipSync(readFileSync(join(folder, file)))
    .toString()
    .split('\n');
  const languages = lines
    .filter((line) => line !== '')
    .map((line) => detectLanguage(row.parse(JSON.parse(line)).text));
  const refused = languages.filter(({ supported }) => !supported);
  for (const { code } of refused) codes.set(code, (codes.get(code) ?? 0) + 1);
  allTexts += languages.length;
  allRefused += refused.length;
  const share = ((100 * refused.length) / languages.length).toFixed(2);
  console.log(
    `${file.padEnd(40)} ${String(languages.length).padStart(6)} texts ${share.padStart(6)} % refused`,
  );
}
console.log(`all: ${allRefused} of ${allTexts} texts, ${((100 * allRefused) / allTexts).toFixed(3)} %`);
console.log(`taken for: ${[...codes].map(([code, count]) => `${code} ${count}`).join(', ')}`);
