/** The model card, written from what the stages measured. */
import type { Manifest } from '#core/contracts/manifest';
import {
  evidenceSection,
  goldenTable,
  partsSection,
  stressSection,
  weakKindsSentence,
} from './card-sections.ts';
import type { ErasureReport } from './erasure.ts';
import type { EvaluationReport } from './evaluation-report.ts';
import {
  formatCalibration,
  formatComparison,
  formatEvaluation,
  formatLengths,
  markdownTable,
  percent,
} from './evaluation-table.ts';
import type { PartsReport } from './part-groups.ts';
import { sources } from './sources.ts';
import type { CalibrationReport, ParityReport, TrainReport } from './work-folder.ts';

export interface CardFacts {
  readonly manifest: Manifest;
  readonly train: TrainReport;
  readonly calibration: CalibrationReport;
  readonly evaluation: EvaluationReport;
  /** Absent where their stages have not run. */
  readonly evidence: ErasureReport | undefined;
  readonly parts: PartsReport | undefined;
  /** Absent until a browser has been compared. */
  readonly parity: ParityReport | undefined;
}

const megabyte = 1e6;

function sourceTable(manifest: Manifest): string {
  const rows = manifest.training.sources.map(({ name, texts, origin, license }) => {
    const source = sources.find((entry) => entry.name === name);
    return [name, String(texts), source?.kind ?? '', origin, license, source?.cite ?? ''];
  });
  return markdownTable(['source', 'texts', 'kind', 'copy used', 'licence of the copy', 'cite'], rows);
}

function parityParagraph(parity: ParityReport | undefined): string {
  if (parity === undefined) return 'A browser and Node have not been compared yet (`npm run parity`).';
  const { texts, largest, p99, labelsDiffer, madeUp } = parity;
  const measured =
    `Over ${texts} texts the page (Chromium, WASM) and Node differed by up to ${largest.toExponential(1)} ` +
    `in a probability (99th percentile ${p99.toExponential(1)}); ${labelsDiffer} labels differed. ` +
    'That was measured on these texts and is no bound: others may differ more';
  return madeUp === undefined
    ? `${measured}.`
    : `${measured} (up to ${madeUp.largest.toExponential(1)} over ${madeUp.texts} made-up rows; ${madeUp.labelsDiffer} labels differed).`;
}

function comparisonSection(evaluation: EvaluationReport): string {
  const table = formatComparison(evaluation);
  if (table === undefined || evaluation.against === undefined) return '';
  return `
### Against ${evaluation.against.id} ${evaluation.against.version}

Accuracy in percent on the same texts; the interval is a paired bootstrap of 2,000 draws. *Significantly below* means that
all of it lies below zero.

${table}
`;
}

const reliabilityWords =
  'The share of right answers against confidence, in 15 bins, with the number of texts in each';

function baseOf({ training }: Manifest): string {
  return training.base === 'none'
    ? 'none, trained from nothing'
    : `all-MiniLM-L6-v2 (Apache-2.0), from the PyPI package ${training.base}`;
}

function machineOf({ device, threads }: TrainReport): string {
  return device === 'cpu' ? `${threads} processor threads` : `a GPU (${device})`;
}

function averageSentence({ members }: TrainReport): string {
  if (members.length < 2) return '';
  return `The weights of ${members.length} networks, each trained from the base by itself (${members.join(', ')}), were averaged and trained on together.\n`;
}

/** What sets the model of a quick comparison apart from one that is meant to be used. */
function comparisonSentence({ share, without }: TrainReport): string {
  const parts = without.length > 0 ? `, without ${without.join(', ')}` : '';
  return share === 1 && parts === ''
    ? ''
    : `Made for comparison: ${percent(share)} % of the training texts${parts}.\n`;
}

/** The card as Markdown. */
export function writeCard(facts: CardFacts): string {
  const { manifest, train, calibration, evaluation, evidence, parts, parity } = facts;
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.sizeBytes, 0);
  const { shape } = train;
  const fp32Difference = evaluation.total.fp32LabelsDiffer;
  const phases = train.phases.map(({ name, steps, learningRate, teacherShare, texts }) => {
    const teachers =
      teacherShare > 0 ? `, held to what the members say by ${(100 * teacherShare).toFixed(0)} %` : '';
    return (
      `- ${name}: ${steps} steps of about ${train.batchTokens} tokens, learning rate ${learningRate} falling to zero, ` +
      `${texts['all'] ?? 0} different texts${teachers}`
    );
  });
  return `# ${manifest.name} ${manifest.version} (\`${manifest.id}\`)

Reads the tone of English texts: negative, neutral or positive, with calibrated confidence and the evidence of every
token. Written by the training pipeline (\`models/training\`); do not edit.

- **Shape**: ${shape.layers} layers, ${shape.width} wide, ${shape.heads} heads, ${shape.max_length} tokens a window; the head is linear over token states, so
  the evidence of the content tokens averages to the logits. One factor a window, from a half to two, says how sure its kind of text may be read.
- **Base**: ${baseOf(manifest)}.
- **Size**: ${(bytes / megabyte).toFixed(1)} MB for weights, both graphs and vocabulary. Weights have 7 bits and a scale per output channel,
  embeddings 8 bits and a scale per row, activations 8 bits and a scale per token; a score depends on neither batch nor neighbour.
- **Licence**: ${manifest.license} for our work; see the sources below for the data.
- **Weights**: sha256 \`${manifest.files.weights.sha256}\`

## What it is good for, and what it is bad at

For reviews, survey answers, messages and posts in English. Not for: sarcasm and irony, other languages, decisions about
a person, texts where the tone towards one of several people or things matters. ${weakKindsSentence(manifest)}The tables below say
how right it is by kind of text, and how far names and groups of people shift a score.

## How right it is

Accuracy and macro-F1 in percent; files without neutral texts (amazon_multidomain, imdb, imdb_counterfactual, sst2) are
scored with neutral left out. Each file falls into two halves by a hash of the text: A may choose, B only reports; sst2, and
sst5 which contains it, choose nothing at all. *Unsure* and *mixed* are shares of the verdicts shown; the rest are shown with
one tone, and *right when one tone is shown* holds that to the label. *Answered* is the share whose
likeliest tone is at or above the first threshold, whether or not its parts make it mixed; *right when answered* holds them to the label over all three tones; both are on half B.
*Refused* counts texts taken for another language.

${formatEvaluation(evaluation)}
${fp32Difference === undefined ? '' : `\nThe int8 model gives another label than the float32 one on ${(100 * fp32Difference).toFixed(2)} % of all texts.\n`}
${parityParagraph(parity)}
${comparisonSection(evaluation)}
## Calibration and thresholds

The factor of a window has ${shape.width + 1} numbers, fitted to how right the files of half A are read, each counted by the square root of its texts: of all that
is in the weights, they alone have met labels of dev texts, and figures of half A are the better for it. They never change the likeliest tone of a window. Temperature ${calibration.temperature.toFixed(4)}, chosen by likelihood on half A of the dev files (${calibration.texts} texts). Below a confidence of
${calibration.thresholds.answer.toFixed(4)} a text is *unsure*: answers at or above it were right 90 % of the time. Below ${calibration.thresholds.review.toFixed(4)} an answer is
marked for review: at or above it, 95 %. On half B, ${percent(evaluation.total.reported.answered)} % of the texts are answered and ${percent(evaluation.total.reported.rightWhenAnswered)} % of those
answers are right; the share answered differs much by kind of text, as the table above shows.

![${reliabilityWords}](reliability.svg)

The calibration error (ECE, in percent) is the mean distance of confidence and accuracy over 15 bins. *By chance* is what
sampling alone would give if every confidence were true: the mean of 200 draws, and the value that 95 % of them stay
below. An error above that is significant.

${formatCalibration(evaluation)}

By length of the text:

${formatLengths(evaluation)}
${evidenceSection(evidence)}${partsSection(parts)}
## The golden set

300 texts of our own writing (\`tests/golden\`), in no training file. *Unsure* counts as not read as labelled.

${goldenTable(manifest.golden, 'as labelled')}
${stressSection(manifest)}
## How it was trained

Seed ${train.seed}, packaged at commit \`${manifest.training.commit}\`, ${train.trainingMinutes} minutes on ${machineOf(train)} (${train.precision}). AdamW, label smoothing ${train.labelSmoothing}, dropout ${train.dropout}.
${averageSentence(train)}${comparisonSentence(train)}

${phases.join('\n')}

*Texts* counts different texts of the source in the phase that drew most of them. Where a licence is not stated, treat
the texts as usable for research and assume no more.

${sourceTable(manifest)}
`;
}
