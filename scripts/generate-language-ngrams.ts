/** Writes src/core/text/language-ngrams.json from the table of eld: `tsx scripts/generate-language-ngrams.ts`. */
import { writeFileSync } from 'node:fs';
import { languageNgrams } from './language-ngrams.ts';

const target = new URL('../src/core/text/language-ngrams.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(await languageNgrams())}\n`);
