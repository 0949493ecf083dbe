/** Made-up reviews and remarks: the same at every run, no sentence twice, no text of anyone. */
import { createRandom, type Random } from './random.ts';

type Words = readonly [string, ...string[]];

const things: Words = [
  'room',
  'kitchen',
  'phone',
  'camera',
  'battery',
  'screen',
  'film',
  'story',
  'actor',
  'ending',
  'book',
  'chapter',
  'meal',
  'soup',
  'coffee',
  'waiter',
  'hotel',
  'lobby',
  'bed',
  'shower',
  'train',
  'seat',
  'flight',
  'driver',
  'parcel',
  'box',
  'price',
  'service',
  'staff',
  'doctor',
  'nurse',
  'lesson',
  'teacher',
  'course',
  'game',
  'level',
  'sound',
  'music',
  'keyboard',
  'update',
  'button',
  'website',
  'order',
  'refund',
  'garden',
  'pool',
  'view',
  'street',
  'park',
  'museum',
  'ticket',
  'queue',
  'jacket',
  'shoe',
  'zipper',
  'colour',
  'fabric',
  'lamp',
  'chair',
  'table',
  'manual',
  'support team',
  'front desk',
  'delivery',
  'breakfast',
  'bread',
  'engine',
  'brake',
  'window',
  'heater',
  'radio',
];
const qualities: Words = [
  'good',
  'great',
  'fine',
  'small',
  'large',
  'quiet',
  'loud',
  'clean',
  'dirty',
  'slow',
  'fast',
  'cheap',
  'expensive',
  'broken',
  'new',
  'old',
  'friendly',
  'rude',
  'warm',
  'cold',
  'bright',
  'dark',
  'simple',
  'strange',
  'useful',
  'boring',
  'lovely',
  'awful',
  'usual',
  'plain',
  'solid',
  'weak',
  'heavy',
  'light',
  'late',
  'early',
  'honest',
  'fresh',
  'stale',
  'smooth',
  'rough',
  'empty',
  'crowded',
  'comfortable',
  'perfect',
  'terrible',
  'pleasant',
  'average',
];
const degrees: Words = [
  'very',
  'rather',
  'quite',
  'really',
  'a little',
  'far too',
  'almost',
  'surprisingly',
  'just',
  'still',
  'always',
  'never',
  'hardly',
  'mostly',
  'so',
  'extremely',
];
const people: Words = [
  'I',
  'we',
  'my wife',
  'my son',
  'our group',
  'a friend',
  'the manager',
  'everyone',
  'my sister',
  'two guests',
  'the man at the counter',
  'nobody',
  'our neighbour',
  'the whole family',
  'my brother',
  'people',
];
const actions: Words = [
  'liked',
  'loved',
  'hated',
  'ordered',
  'bought',
  'returned',
  'tried',
  'found',
  'expected',
  'missed',
  'used',
  'chose',
  'wanted',
  'noticed',
  'enjoyed',
  'remembered',
  'recommended',
  'forgot',
  'fixed',
  'cleaned',
  'changed',
  'praised',
];
const states: Words = ['was', 'is', 'looked', 'felt', 'seemed', 'stayed', 'became', 'turned out'];
const circumstances: Words = [
  'after two weeks',
  'in the morning',
  'on the second day',
  'for the price',
  'at the end',
  'with a smile',
  'without any warning',
  'during the whole trip',
  'from the first minute',
  'near the station',
  'at night',
  'for a long time',
  'on Monday',
  'in July',
  'by the sea',
  'with the children',
  'before the weekend',
  'at my desk',
  'over the phone',
  'in the rain',
  'for the third time',
  'on a small screen',
  'in the back of the shop',
];
const reasons: Words = ['because', 'since', 'although', 'while', 'when', 'after', 'until', 'as'];
const contrasts: Words = [', but', ', yet', '; however,'];
const closings: Words = ['.', '.', '.', '.', '.', '!', '?'];

/** About one sentence in twelve turns round in the middle, as in reviews. */
const contrastShare = 1 / 12;
const sentenceWords = { least: 5, most: 24 };
/** [CLS] and [SEP], which every model adds. */
const addedTokens = 2;

const mixedSeed = 28;
const shortSeed = 13;
const longSeed = 100;
/** Of the token counts' logarithm: median 28, nineteen of twenty texts between 7 and 110. */
const logMedian = Math.log(28);
const logDeviation = 0.7;
const tokenLimits = { least: 6, most: 230 };
const shortWords = 10;
const longTokens = 100;

function thing(random: Random): string {
  const article = random.pick(['the', 'the', 'a', 'this', 'their', 'our']);
  if (random.next() < 0.4) return `${article} ${random.pick(things)}`;
  const quality = random.pick(qualities);
  return `${article === 'a' && /^[aeiou]/.test(quality) ? 'an' : article} ${quality} ${random.pick(things)}`;
}

function statement(random: Random): string {
  if (random.next() < 0.5) {
    return `${thing(random)} ${random.pick(states)} ${random.pick(degrees)} ${random.pick(qualities)}`;
  }
  return `${random.pick(people)} ${random.pick(actions)} ${thing(random)}`;
}

function countWords(text: string): number {
  return text.split(' ').length;
}

/** One sentence of at least `words` words, and few more. */
function sentence(random: Random, words: number): string {
  let text = statement(random);
  const turnsAround = random.next() < contrastShare;
  if (turnsAround) text += `${random.pick(contrasts)} ${statement(random)}`;
  while (countWords(text) < words) {
    const isLong = words - countWords(text) > 6;
    const addition = isLong ? `${random.pick(reasons)} ${statement(random)}` : random.pick(circumstances);
    if (!text.includes(addition)) text += ` ${addition}`;
  }
  return text.charAt(0).toUpperCase() + text.slice(1) + random.pick(closings);
}

/** Words and marks: close to the number of tokens, since the words are common ones. */
function countTokens(text: string): number {
  return (text.match(/[A-Za-z]+|[^\sA-Za-z]/g) ?? []).length;
}

/** Calls `make` until it gives a sentence that is not in `seen`: engines remember what they have read. */
function unseen(seen: Set<string>, make: () => string): string {
  let made = make();
  while (seen.has(made)) made = make();
  seen.add(made);
  return made;
}

/** Sentences one behind the other, until about so many tokens. */
function createText(random: Random, seen: Set<string>, wantedTokens: number): string {
  const sentences: string[] = [];
  let tokens = 0;
  do {
    const { least, most } = sentenceWords;
    const drawnWords = least + Math.floor(random.next() * (most - least + 1));
    const words = Math.min(drawnWords, wantedTokens - tokens - 2);
    const next = unseen(seen, () => sentence(random, words));
    sentences.push(next);
    tokens += countTokens(next);
  } while (wantedTokens - tokens > sentenceWords.least);
  return sentences.join(' ');
}

/**
 * Texts of mixed length: tokens (with [CLS] and [SEP]) log-normal around a median of 28, at most about 235,
 * several sentences in the longer ones.
 */
export function createMixedTexts(count: number): string[] {
  const random = createRandom(mixedSeed);
  const seen = new Set<string>();
  return Array.from({ length: count }, () => {
    const drawn = Math.exp(logMedian + logDeviation * random.nextNormal());
    const wantedTokens = Math.min(tokenLimits.most, Math.max(tokenLimits.least, drawn)) - addedTokens;
    return createText(random, seen, wantedTokens);
  });
}

/** Texts of about a hundred tokens, in several sentences. */
export function createLongTexts(count: number): string[] {
  const random = createRandom(longSeed);
  const seen = new Set<string>();
  return Array.from({ length: count }, () => createText(random, seen, longTokens - addedTokens));
}

/** Single sentences of ten words: about thirteen tokens with full stop, [CLS] and [SEP]. */
export function createShortTexts(count: number): string[] {
  const random = createRandom(shortSeed);
  const seen = new Set<string>();
  return Array.from({ length: count }, () =>
    unseen(seen, () => {
      let made = sentence(random, shortWords);
      while (countTokens(made) !== shortWords + 1) made = sentence(random, shortWords);
      return made;
    }),
  );
}
