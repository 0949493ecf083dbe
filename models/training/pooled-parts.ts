/**
 * The stage `parts`: short dev texts of one file strung together, each read by the evidence pooled over its tokens
 * and alone.
 *
 *   tsx models/training/pooled-parts.ts --data DIR --work DIR
 *
 * Reads the predictions that `evaluate` left and writes <work>/parts.json.
 */
import { parseArgs } from 'node:util';
import { likeliest } from '#core/score/likeliest';
import { readScored } from './dataset.ts';
import { groupTexts, joinTexts, pooledTone, summariseParts, type PartOutcome } from './part-groups.ts';
import { openPredictor } from './predict.ts';
import { readPredictions } from './predictions-file.ts';
import { createRandom } from './random.ts';
import { workModel, writeReport } from './work-folder.ts';

/** Files of short texts in three classes; sst5 is one more, but chooses nothing. */
const shortSources = new Set(['vader_amazon', 'tweeteval', 'goemotions']);
const mostTokens = 30;
const specialTokens = 2;
const seed = 1;

const { values } = parseArgs({ options: { data: { type: 'string' }, work: { type: 'string' } } });
const { data, work } = values;
if (data === undefined || work === undefined) throw new Error('Give --data DIR and --work DIR');

const model = workModel(work);
const { maxLength, calibration } = model.manifest;
const predict = await openPredictor(model);
const random = createRandom(seed);
const files: { source: string; outcomes: PartOutcome[] }[] = [];
for (const { source, rows } of readScored(data)) {
  if (!shortSources.has(source)) continue;
  const texts = readPredictions(work, source, rows)
    .map(({ gold, probabilities, tokens }, i) => ({
      text: rows[i]?.text ?? '',
      gold,
      tokens,
      aloneRight: likeliest(probabilities) === gold,
    }))
    .filter(({ tokens }) => tokens <= mostTokens);
  const groups = groupTexts(texts, maxLength - specialTokens, random);
  const joined = groups.map((group) => joinTexts(group.map(({ text }) => text)));
  const analyses = await predict(
    joined.map(({ text }) => text),
    `${source} in groups`,
  );
  const outcomes = groups.flatMap((group, i) =>
    group.map(({ gold, aloneRight }, part): PartOutcome => {
      const span = joined[i]?.spans[part] ?? { start: 0, end: 0 };
      const tone = pooledTone(analyses[i]?.evidence ?? [], span, calibration.temperature);
      return { pooledRight: tone === gold, aloneRight };
    }),
  );
  files.push({ source, outcomes });
}
const report = summariseParts(files);
writeReport(work, 'parts.json', report);
console.log(JSON.stringify(report, null, 2));
