/** Results of a slab as they are kept: a few typed arrays, since objects of their kind take up ten times as much. */
import * as z from 'zod/mini';
import { verdictLabels } from '#core/contracts/analysis';
import type { Probabilities, ReviewReason, Sentence, VerdictLabel } from '#core/contracts/analysis';
import { errorCode, UndertoneError } from '#core/contracts/errors';
import type { RowReading, RowResult } from '#core/contracts/row-result';
import { surePercent } from '#core/score/whole-percents';

export interface PackedResults {
  /** One a row: `kindCode`. */
  kinds: Uint8Array;
  /** One a row; NaN where it was not read. */
  scores: Float64Array;
  confidences: Float64Array;
  /** One a row, as it is shown; that of a row which was not read means nothing. Runs of earlier versions have none. */
  percents?: Uint8Array;
  /** One a row: the first bit tells whether it needs a look, the others why. */
  reviews: Uint8Array;
  /** What is left, row by row. */
  integers: Uint32Array;
  reals: Float64Array;
  /** Words that integers stand for. */
  words: string[];
}

/** What came of a row, or `unread`. */
export const rowKindCodes = ['unread', ...verdictLabels, 'empty', 'other-language', 'failed'] as const;

/** The number that stands for what came of a row. */
export function kindCode(kind: (typeof rowKindCodes)[number]): number {
  return rowKindCodes.indexOf(kind);
}

type Clause = NonNullable<Sentence['clauses']>[number];

class Packing {
  readonly #integers: number[] = [];
  readonly #reals: number[] = [];
  readonly #words = new Map<string, number>();

  int(value: number): void {
    this.#integers.push(value);
  }

  real(value: number): void {
    this.#reals.push(value);
  }

  word(value: string): void {
    const known = this.#words.get(value);
    if (known === undefined) this.#words.set(value, this.#words.size);
    this.int(known ?? this.#words.size - 1);
  }

  probabilities({ negative, neutral, positive }: Probabilities): void {
    this.real(negative);
    this.real(neutral);
    this.real(positive);
  }

  span({ start, end, label, confidence, probabilities }: Clause): void {
    this.int(start);
    this.int(end);
    this.int(verdictLabels.indexOf(label));
    this.real(confidence);
    this.probabilities(probabilities);
  }

  /** One more than there are, since none and no list are two things. */
  clauses(clauses: readonly Clause[] | undefined): void {
    this.int(clauses === undefined ? 0 : clauses.length + 1);
    for (const clause of clauses ?? []) this.span(clause);
  }

  end(): Pick<PackedResults, 'integers' | 'reals' | 'words'> {
    return {
      integers: Uint32Array.from(this.#integers),
      reals: Float64Array.from(this.#reals),
      words: [...this.#words.keys()],
    };
  }
}

class Unpacking {
  readonly #packed: PackedResults;
  #integer = 0;
  #real = 0;

  constructor(packed: PackedResults) {
    this.#packed = packed;
  }

  int(): number {
    this.#integer += 1;
    return held(this.#packed.integers[this.#integer - 1]);
  }

  real(): number {
    this.#real += 1;
    return held(this.#packed.reals[this.#real - 1]);
  }

  word(): string {
    return held(this.#packed.words[this.int()]);
  }

  probabilities(): Probabilities {
    return { negative: this.real(), neutral: this.real(), positive: this.real() };
  }

  span(): Clause {
    return {
      start: this.int(),
      end: this.int(),
      label: held(verdictLabels[this.int()]),
      confidence: this.real(),
      probabilities: this.probabilities(),
    };
  }

  sentence(): Sentence {
    const span = this.span();
    const clauses = this.int();
    return clauses === 0 ? span : { ...span, clauses: times(clauses - 1, () => this.span()) };
  }
}

function held<Value>(value: Value | undefined): Value {
  if (value === undefined) throw damaged();
  return value;
}

function damaged(): UndertoneError {
  return new UndertoneError('internal', { reason: 'results are damaged' });
}

function times<Value>(count: number, make: () => Value): Value[] {
  return Array.from({ length: count }, make);
}

/** In the order in which a verdict gives them. */
const reasons: readonly ReviewReason[] = ['unsure', 'doubtful', 'mixed', 'language'];

function packReview({ needsReview, reviewReasons }: RowReading): number {
  return reviewReasons.reduce((bits, reason) => bits | (2 << reasons.indexOf(reason)), needsReview ? 1 : 0);
}

/** Whether the bits say that somebody should look. */
export function isForReview(review: number): boolean {
  return (review & 1) === 1;
}

/** @param results one for each row of the slab, in order */
export function packResults(results: readonly RowResult[]): PackedResults {
  const rows = results.length;
  const kinds = new Uint8Array(rows);
  const scores = new Float64Array(rows).fill(NaN);
  const confidences = new Float64Array(rows).fill(NaN);
  const percents = new Uint8Array(rows);
  const reviews = new Uint8Array(rows);
  const packing = new Packing();
  for (const [row, result] of results.entries()) {
    kinds[row] = kindCode(result.kind === 'read' ? result.reading.label : result.kind);
    if (result.kind === 'other-language') {
      packing.word(result.languageCode);
      packing.word(result.languageName);
    } else if (result.kind === 'failed') {
      packing.word(result.code);
    } else if (result.kind === 'read') {
      const { reading } = result;
      scores[row] = reading.score;
      confidences[row] = reading.confidence;
      percents[row] = surePercent(reading);
      reviews[row] = packReview(reading);
      packing.probabilities(reading.probabilities);
      packing.word(reading.languageCode);
      packing.int(reading.sentences.length);
      for (const sentence of reading.sentences) {
        packing.span(sentence);
        packing.clauses(sentence.clauses);
      }
    }
  }
  return { kinds, scores, confidences, percents, reviews, ...packing.end() };
}

/**
 * What `packResults` was given.
 *
 * @throws UndertoneError `internal` where it is not whole
 */
export function unpackResults(packed: PackedResults): RowResult[] {
  const unpacking = new Unpacking(packed);
  return [...packed.kinds].map((code, row): RowResult => {
    const kind = held(rowKindCodes[code]);
    if (kind === 'empty') return { kind };
    if (kind === 'other-language')
      return { kind, languageCode: unpacking.word(), languageName: unpacking.word() };
    if (kind === 'failed') return { kind, code: z.catch(errorCode, 'internal').parse(unpacking.word()) };
    if (kind === 'unread') throw damaged();
    return { kind: 'read', reading: unpackReading(kind, row, packed, unpacking) };
  });
}

function unpackReading(
  label: VerdictLabel,
  row: number,
  { scores, confidences, reviews }: PackedResults,
  unpacking: Unpacking,
): RowReading {
  const review = held(reviews[row]);
  const probabilities = unpacking.probabilities();
  const languageCode = unpacking.word();
  return {
    label,
    score: held(scores[row]),
    confidence: held(confidences[row]),
    probabilities,
    needsReview: isForReview(review),
    reviewReasons: reasons.filter((_reason, place) => (review & (2 << place)) !== 0),
    sentences: times(unpacking.int(), () => unpacking.sentence()),
    languageCode,
  };
}

/** By row, what its sureness is shown as: of a run that was kept without, from the confidences. */
export function percentsOf({ percents, confidences }: PackedResults): Uint8Array {
  return percents ?? Uint8Array.from(confidences, (confidence) => Math.round(confidence * 100));
}

/** About what they take up. */
export function packedBytes({ kinds, integers, reals }: PackedResults): number {
  return kinds.length * 19 + integers.byteLength + reals.byteLength;
}
