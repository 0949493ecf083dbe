/** Writes src/core/text/emoji-names.json from the CLDR names in unicode-emoji-json: `tsx scripts/generate-emoji-names.ts`. */
import { writeFileSync } from 'node:fs';
import { emojiNames } from './emoji-names.ts';

const target = new URL('../src/core/text/emoji-names.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(emojiNames())}\n`);
