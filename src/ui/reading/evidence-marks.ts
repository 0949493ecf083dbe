/** Chooses the few words of a text that are worth a mark. */
import type { Sentence, Span } from '#core/contracts/analysis';
import { strongestWords } from '#core/score/evidence-words';
import type { EvidenceWord } from '#core/score/evidence-words';

export type MarkStep = 1 | 2 | 3;

/** One marked word, or several in a row; offsets within its sentence. */
export interface EvidenceMark extends Span {
  tone: 'negative' | 'positive';
  step: MarkStep;
}

/** At most one word in this many is marked. */
const wordsPerMark = 5;

/** A word this strong (in logits) counts as strong in any text; in a text without one, weaker words stay weak. */
const strongValue = 6;

/** From these shares of the strongest word upwards a word gets the first, second and third tint. */
const stepShares = [0.35, 0.6, 0.85] as const;

/**
 * Chooses the words to mark: the strongest of the text, at most one in five (but one may always be, and one of each
 * tone in a mixed sentence), and spread so that no sentence takes more than its share. Evidence is of the whole text,
 * where words take on the tone of their surroundings; a mark therefore also needs a sentence that reads that way by
 * itself. Marked neighbours of one tone become one mark.
 *
 * @returns the marks of each sentence, in order, with offsets counted from the sentence's start
 */
export function evidenceMarks(
  text: string,
  sentences: readonly Sentence[],
  words: readonly EvidenceWord[],
): EvidenceMark[][] {
  const strongest = strongestWords(words, words.length);
  const scale = Math.max(strongValue, Math.abs(strongest[0]?.value ?? 0));
  const places = placesOf(sentences, words);
  const placeOf = new Map(places.flatMap((place) => place.words.map((word) => [word, place] as const)));
  const least = sentences.some(({ label }) => label === 'mixed') ? 2 : 1;
  const allowed = Math.max(least, Math.floor(words.length / wordsPerMark));
  const steps = new Map<EvidenceWord, MarkStep>();
  for (const word of [...leadersOf(places), ...strongest]) {
    const step = stepOf(Math.abs(word.value) / scale);
    const place = placeOf.get(word);
    if (step === null || place === undefined || steps.has(word)) continue;
    if (place.room === 0 || !fits(place.sentence, word)) continue;
    if (steps.size >= allowed) break;
    place.room -= 1;
    steps.set(word, step);
  }
  return places.map(({ sentence, words: own }) => joinMarks(text, sentence.start, own, steps));
}

/** A sentence with its words, and how many more of them may be marked. */
interface Place {
  sentence: Sentence;
  words: EvidenceWord[];
  room: number;
}

/** Whether the sentence, read by itself, leaves room for the tone of the word. */
function fits({ label }: Sentence, word: EvidenceWord): boolean {
  if (label === 'neutral') return false;
  return label === 'mixed' || label === 'unsure' || label === toneOf(word);
}

function toneOf({ value }: EvidenceWord): 'negative' | 'positive' {
  return value > 0 ? 'positive' : 'negative';
}

/** The strongest word of either tone in each mixed sentence: without both, the marks would tell half of it. */
function leadersOf(places: readonly Place[]): EvidenceWord[] {
  return places.flatMap(({ sentence, words }) => {
    if (sentence.label !== 'mixed') return [];
    const strongest = strongestWords(words, words.length);
    return (['negative', 'positive'] as const)
      .map((tone) => strongest.find((word) => toneOf(word) === tone))
      .filter((word) => word !== undefined);
  });
}

function stepOf(share: number): MarkStep | null {
  const [first, second, third] = stepShares;
  if (share >= third) return 3;
  if (share >= second) return 2;
  return share >= first ? 1 : null;
}

/** Both lists run in the order of the text, so one pass deals the words out. */
function placesOf(sentences: readonly Sentence[], words: readonly EvidenceWord[]): Place[] {
  let at = 0;
  return sentences.map((sentence) => {
    const own: EvidenceWord[] = [];
    for (let word = words[at]; word !== undefined && word.start < sentence.end; word = words[at]) {
      if (word.start >= sentence.start && word.end <= sentence.end) own.push(word);
      at += 1;
    }
    const room = Math.max(sentence.label === 'mixed' ? 2 : 1, Math.ceil(own.length / wordsPerMark));
    return { sentence, words: own, room };
  });
}

function joinMarks(
  text: string,
  sentenceStart: number,
  words: readonly EvidenceWord[],
  steps: ReadonlyMap<EvidenceWord, MarkStep>,
): EvidenceMark[] {
  const marks: EvidenceMark[] = [];
  let neighbour: EvidenceMark | null = null;
  for (const word of words) {
    const step = steps.get(word);
    if (step === undefined) {
      neighbour = null;
      continue;
    }
    const tone = toneOf(word);
    const start = word.start - sentenceStart;
    const end = word.end - sentenceStart;
    const between: string = neighbour === null ? '' : text.slice(sentenceStart + neighbour.end, word.start);
    if (neighbour !== null && neighbour.tone === tone && between.trim() === '') {
      neighbour.end = end;
      if (step > neighbour.step) neighbour.step = step;
    } else {
      neighbour = { start, end, tone, step };
      marks.push(neighbour);
    }
  }
  return marks;
}
