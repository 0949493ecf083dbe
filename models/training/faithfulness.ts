/**
 * The stage `evidence`: whether marked words carry the verdict, over 500 dev texts of all files.
 *
 *   tsx models/training/faithfulness.ts --data DIR --work DIR
 *
 * Reads the predictions that `evaluate` left and writes <work>/evidence.json.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { likeliest } from '#core/score/likeliest';
import { readScored } from './dataset.ts';
import { leastWords, measureErasure, summariseErasure, supportingWords, type Erasure } from './erasure.ts';
import { openPredictor } from './predict.ts';
import { readPredictions } from './predictions-file.ts';
import { createRandom } from './random.ts';
import { workModel, writeReport } from './work-folder.ts';

const textCount = 500;
const leastTokens = 8;
const mostTokens = 128;
const seed = 1;

const { values } = parseArgs({ options: { data: { type: 'string' }, work: { type: 'string' } } });
const { data, work } = values;
if (data === undefined || work === undefined) throw new Error('Give --data DIR and --work DIR');

/** The place of a text among all; salted, since the halves go by the plain hash. */
function placeOf(text: string): string {
  return createHash('sha256').update(`evidence\n${text}`, 'utf8').digest('hex');
}

// A text that stands in two files counts once.
const tonesByText = new Map<string, 'negative' | 'positive'>();
for (const { source, rows } of readScored(data)) {
  const predictions = readPredictions(work, source, rows);
  for (const [i, { text }] of rows.entries()) {
    const prediction = predictions[i];
    if (prediction === undefined) continue;
    const tone = likeliest(prediction.probabilities);
    const { tokens } = prediction;
    if (tone !== 'neutral' && tokens >= leastTokens && tokens <= mostTokens) tonesByText.set(text, tone);
  }
}
const candidates = [...tonesByText]
  .map(([text, tone]) => ({ text, tone, place: placeOf(text) }))
  .toSorted((a, b) => (a.place < b.place ? -1 : 1));

const predict = await openPredictor(workModel(work));
const random = createRandom(seed);
const measured: Erasure[] = [];
for (const { text, tone } of candidates) {
  if (measured.length === textCount) break;
  const [analysis] = await predict([text]);
  const words = supportingWords(text, analysis?.evidence ?? [], tone);
  if (words.length < leastWords) continue;
  const read = async (texts: readonly string[]): Promise<number[]> =>
    (await predict(texts)).map(({ probabilities }) => probabilities[tone]);
  measured.push(await measureErasure(text, words, read, random));
  if (measured.length % 50 === 0) console.error(`evidence: ${measured.length} of ${textCount}`);
}
const report = summariseErasure(measured);
writeReport(work, 'evidence.json', report);
console.log(JSON.stringify(report, null, 2));
