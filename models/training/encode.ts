/**
 * The data stage: labelled texts to token ids, through the same normaliser, tokenizer and windows that the
 * product uses. Python reads what is written here and has no normaliser of its own.
 *
 *   tsx models/training/encode.ts --data DIR --work DIR --vocabulary FILE [--pieces N]
 *
 * First the base vocabulary is cut, and words that are read alike get pieces of their own (<work>/encoded/vocab.txt,
 * <work>/encoded/stand-ins.u16: the id that stands for each id). The finished model has further names (<work>/vocab.txt,
 * <work>/encoded/word-rows.u16: the id of the row of each). Then, for each split, it writes <work>/encoded/<split>.ids.u16
 * (all rows' ids, [CLS] and [SEP] included), <split>.starts.u32 (row starts, one more than there are rows) and
 * <split>.rows.jsonl (label, source and place of each row; a long text has a row for each of its windows, some training texts one
 * more with slips of the finger; `spans` are phrases and clauses with a tone of their own, as [first token, end, label]).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { emojiTexts } from '#core/text/emoji';
import { normalise } from '#core/text/normalise';
import { takeApart } from '#core/text/parts';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { addNames, readAlikeWords, standIns } from './alike-words.ts';
import { readFolder } from './dataset.ts';
import { readGolden } from './golden.ts';
import { halfOf } from './halves.ts';
import { noisyCopy } from './noise.ts';
import { readNeutral } from './neutral-texts.ts';
import { readOwnTexts } from './own-texts.ts';
import { createRandom } from './random.ts';
import { maxLength, vocabularyPieces } from './recipe.ts';
import type { SpannedFile } from './spanned-text.ts';
import { readStress } from './stress.ts';
import { spansInWindow } from './token-spans.ts';
import { findSpans } from './treebank-spans.ts';
import { cutVocabulary } from './vocabulary.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    work: { type: 'string' },
    vocabulary: { type: 'string' },
    pieces: { type: 'string', default: String(vocabularyPieces) },
  },
});
const { data, work, vocabulary } = values;
if (data === undefined || work === undefined || vocabulary === undefined) {
  throw new Error('Give --data DIR, --work DIR and --vocabulary FILE');
}

const size = Number(values.pieces);
if (!Number.isInteger(size) || size < 1) throw new Error('--pieces is a whole number above zero');

const specialTokens = 2;
const noiseSeed = 1;
/** Of the training texts that are short enough, this share has a noisy copy; it is drawn as often as the text itself. */
const noisyShare = 0.25;
const longestNoisyCharacters = 500;
const outDir = join(work, 'encoded');
mkdirSync(outDir, { recursive: true });

/** A split of the data folder, with the treebank's phrases where they stand in its sentences. */
function readSplit(dataFolder: string, split: string): SpannedFile[] {
  return readFolder(join(dataFolder, split)).map(({ source, rows }) => {
    const spans = findSpans(rows);
    return { source, rows: rows.map((row, i) => ({ ...row, spans: spans[i] ?? [] })) };
  });
}

const own = readOwnTexts();
const splits = {
  train: [...readSplit(data, 'train'), ...own.train],
  dev: [...readSplit(data, 'dev'), ...own.heldOut],
} as const satisfies Record<string, readonly SpannedFile[]>;

/** A text by its words, as the model meets them; case and marks make no other text of it. */
function wordsOf(text: string): string {
  const words = normalise(text)
    .text.toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words?.join(' ') ?? text;
}

/** @throws Error when a text of the suites is one to train on; a sign alone, such as ":-)", belongs to everybody */
function refuseSuiteTexts(files: readonly SpannedFile[]): void {
  const suites = [
    ...readGolden(),
    ...readNeutral(),
    ...readStress().flatMap(({ texts }) => texts.map((text) => ({ text }))),
  ];
  const tested = new Set(
    suites.filter(({ text }) => /\p{L}{2}/u.test(text)).map(({ text }) => wordsOf(text)),
  );
  for (const { source, rows } of files) {
    const shared = rows.find(({ text }) => tested.has(wordsOf(text)));
    if (shared !== undefined) throw new Error(`${source} has a text of the suites: ${shared.text}`);
  }
}

/** The vocabulary as a file, cut by how often its pieces occur in the training texts. */
function cutToTrainingTexts(base: string): string {
  const tokenizer = createTokenizer(base);
  const pieces = base.split('\n').filter((piece) => piece !== '');
  const counts = new Uint32Array(pieces.length);
  for (const { rows } of splits.train) {
    for (const { text } of rows) {
      for (const id of tokenizer.encode(normalise(text).text).ids) counts[id] = (counts[id] ?? 0) + 1;
    }
  }
  const known = new Map(pieces.map((piece, id) => [piece, id]));
  const alike = groups.flat();
  const added = alike.filter((word) => !known.has(word));
  // Words read alike share a row of the word table: all but one of a group come for nothing.
  const shared = alike.length - added.length - groups.length;
  const needed = new Set([
    ...emojiTexts().flatMap((name) => [...tokenizer.encode(name).ids]),
    ...alike.flatMap((word) => known.get(word) ?? []),
  ]);
  const kept = cutVocabulary(pieces, counts, needed, size + shared);
  return `${[...kept, ...added].join('\n')}\n`;
}

refuseSuiteTexts(splits.train);
const { groups, furtherNames } = readAlikeWords();
const vocabularyText = cutToTrainingTexts(readFileSync(vocabulary, 'utf8'));
writeFileSync(join(outDir, 'vocab.txt'), vocabularyText);
const tokenizer = createTokenizer(vocabularyText);
const trainedPieces = vocabularyText.split('\n').slice(0, -1);
const standInOf = standIns(trainedPieces, groups);
writeFileSync(join(outDir, 'stand-ins.u16'), standInOf);
const { pieces, wordRows } = addNames(trainedPieces, standInOf, groups[0] ?? [], furtherNames);
writeFileSync(join(work, 'vocab.txt'), `${pieces.join('\n')}\n`);
writeFileSync(join(outDir, 'word-rows.u16'), wordRows);

const random = createRandom(noiseSeed);
for (const [split, files] of Object.entries(splits)) {
  const ids: number[] = [];
  const starts: number[] = [0];
  const lines: string[] = [];
  let textIndex = 0;
  const push = (content: Iterable<number>, fields: object): void => {
    ids.push(tokenizer.clsId, ...Array.from(content, (id) => standInOf[id] ?? id), tokenizer.sepId);
    starts.push(ids.length);
    lines.push(JSON.stringify(fields));
  };
  for (const { source, rows } of files) {
    for (const { text, label, unit, spans } of rows) {
      const mapped = normalise(text);
      const parts = takeApart(mapped, tokenizer, maxLength - specialTokens);
      const fields = {
        text: textIndex,
        label,
        source,
        unit,
        ...(split === 'dev' ? { half: halfOf(text) } : {}),
      };
      for (const window of parts.windows) {
        const found = spansInWindow(spans, mapped, parts, window);
        // The parts are all that such a text teaches.
        if (label === null && found.length < spans.length)
          throw new Error(`A part of "${text}" does not begin and end with a token of its window`);
        push(
          parts.tokens.ids.subarray(window.from, window.to),
          found.length > 0 ? { ...fields, spans: found } : fields,
        );
      }
      if (
        split === 'train' &&
        label !== null &&
        text.length <= longestNoisyCharacters &&
        random() < noisyShare
      ) {
        const noisy = tokenizer.encode(normalise(noisyCopy(text, random)).text).ids;
        push(noisy.subarray(0, maxLength - specialTokens), { ...fields, noisy: true });
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
