/**
 * Reads the text of src/features/analyze/example.json with the default model and writes the reading back into it:
 * `tsx scripts/write-example.ts`. To be run whenever the default model changes; a test holds the two together.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import type { Analysis } from '#core/contracts/analysis';
import { LocalEngine } from '../server/local-engine.ts';

const target = new URL('../src/features/analyze/example.json', import.meta.url);
const modelsDir = process.env['UNDERTONE_MODELS_DIR'] ?? fileURLToPath(new URL('../models', import.meta.url));

/** A page shows this reading as its own; when and where it was made is of no interest. */
function asStored(reading: Analysis): Analysis {
  return {
    ...reading,
    id: 'an_example',
    engine: { where: 'device', backend: 'wasm', threads: 1 },
    timing: { queueMs: 0, tokenizeMs: 0, inferMs: 0, totalMs: 0 },
  };
}

const { text } = z.object({ text: z.string() }).parse(JSON.parse(readFileSync(target, 'utf8')));
const engine = new LocalEngine({ modelsDir, where: 'cli' });
try {
  const analysis = asStored(await engine.analyze({ text }));
  writeFileSync(target, `${JSON.stringify({ text, analysis })}\n`);
  const parts = analysis.sentences.map(({ label, confidence }) => `${label} ${confidence.toFixed(2)}`);
  console.log(`${analysis.label}: ${parts.join(', ')}`);
  if (analysis.label !== 'mixed') {
    console.error('The example has to be mixed, to show what the page can show. Choose another text.');
    process.exitCode = 1;
  }
} finally {
  engine.dispose();
}
