/** From readings of the model to the contract's sentences, evidence and aspects. */
import {
  tones,
  type Aspect,
  type Clause,
  type Evidence,
  type Sentence,
  type Span,
} from '../contracts/analysis.ts';
import type { TokenRange } from '../batch/windows.ts';
import type { RowReading } from '../batch/row-reader.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Part, TextParts } from '../text/parts.ts';
import { calibrate, decide, read, type Logits, type Thresholds } from './verdict.ts';

/** The reading of any run of tokens, pooled over its windows. */
export type ReadingOf = (tokens: TokenRange) => Logits;

export interface Calibration {
  readonly temperature: number;
  readonly thresholds: Thresholds;
}

/** Token-weighted mean of the windows' logits, which is the mean of all content tokens' evidence. */
export function pool(windows: readonly RowReading[]): Logits {
  const sums: [number, number, number] = [0, 0, 0];
  let tokens = 0;
  for (const { logits, evidence } of windows) {
    const count = evidence.length / tones.length;
    sums[0] += logits[0] * count;
    sums[1] += logits[1] * count;
    sums[2] += logits[2] * count;
    tokens += count;
  }
  return [sums[0] / tokens, sums[1] / tokens, sums[2] / tokens];
}

function readPart(part: Part, readingOf: ReadingOf, { temperature, thresholds }: Calibration): Clause {
  const probabilities = calibrate(readingOf(part.tokens), temperature);
  return { start: part.start, end: part.end, ...read(probabilities, thresholds), probabilities };
}

/** Every sentence with its verdict; one whose clauses disagree is mixed. */
export function assembleSentences(
  parts: TextParts,
  readingOf: ReadingOf,
  calibration: Calibration,
): Sentence[] {
  return parts.sentences.map((sentence) => {
    const own = readPart(sentence, readingOf, calibration);
    if (sentence.clauses.length === 0) return own;
    const clauses = sentence.clauses.map((clause) => readPart(clause, readingOf, calibration));
    const whole = read(own.probabilities, calibration.thresholds);
    return { ...own, ...decide(whole, clauses), clauses };
  });
}

const evidencePrecision = 1e6;

/** The evidence of every content token at its place in the text as given, rounded to a millionth. */
export function assembleEvidence(
  mapped: MappedText,
  parts: TextParts,
  windows: readonly RowReading[],
): Evidence[] {
  const rounded = (value: number | undefined): number =>
    Math.round((value ?? 0) * evidencePrecision) / evidencePrecision;
  const { starts, ends } = parts.tokens;
  const evidence: Evidence[] = [];
  // A long text has a million of them: built whole and in one list, they cost a fifth of what copies of copies do.
  for (const [window, { from, to }] of parts.windows.entries()) {
    const values = windows[window]?.evidence ?? new Float32Array();
    for (let token = from; token < to; token += 1) {
      const at = (token - from) * tones.length;
      const { start, end } = mapped.originalSpan(starts[token] ?? 0, ends[token] ?? 0);
      evidence.push({
        start,
        end,
        negative: rounded(values[at]),
        neutral: rounded(values[at + 1]),
        positive: rounded(values[at + 2]),
      });
    }
  }
  return evidence;
}

/** The part that holds the range [start, end), of parts in order; found by halving, since there may be very many. */
function partHolding<Kind extends Span>(
  parts: readonly Kind[],
  start: number,
  end: number,
): Kind | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.start ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const part = parts[low - 1];
  return part !== undefined && end <= part.end ? part : undefined;
}

/** Every place where one of the terms stands, with the verdict of the smallest part that holds it. */
export function findAspects(
  text: string,
  terms: readonly string[],
  sentences: readonly Sentence[],
): Aspect[] {
  const isWordCharacter = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character);
  const lowerText = text.toLowerCase();
  // Lower case of another length would shift every offset; then only the exact spelling is found.
  const haystack = lowerText.length === text.length ? lowerText : text;
  return terms
    .flatMap((term): Aspect[] => {
      const needle = haystack === text ? term : term.toLowerCase();
      const found: Aspect[] = [];
      if (needle === '') return found;
      for (let start = haystack.indexOf(needle); start !== -1; start = haystack.indexOf(needle, start + 1)) {
        const end = start + needle.length;
        if (isWordCharacter(text[start - 1]) || isWordCharacter(text[end])) continue;
        const sentence = partHolding(sentences, start, end);
        if (sentence === undefined) continue;
        const { label, confidence } = partHolding(sentence.clauses ?? [], start, end) ?? sentence;
        found.push({ term, start, end, label, confidence });
      }
      return found;
    })
    .toSorted((a, b) => a.start - b.start);
}
