/** What a reading will cost, before it is made: fitted to what readings have cost. */
import type { ReadingCost } from '../../ort/child-messages.ts';

export interface CostModel {
  /** Milliseconds that one process takes to read `texts` texts of `characters` UTF-16 units together. */
  predictMs(texts: number, characters: number): number;
  observe(cost: ReadingCost): void;
  /** Makes its first estimate of these, which must come before all that it is to observe. */
  startFrom(proven: readonly ReadingCost[]): void;
}

/** English in WordPiece; until something has been read. */
const usualCharactersPerToken = 4.5;
/** A slow processor: an estimate that is too high makes a caller wait, one that is too low a promise untrue. */
const usualMsPerText = 2;
const usualMsPerToken = 0.3;
/** What a reading says counts half after some 70 more: load comes and goes within seconds. */
const kept = 0.99;
/**
 * How much the first estimate is held against what has been read: readings of one length cannot tell what a text costs
 * from what its tokens do.
 */
const guessWeight = 0.01;
const provenWeight = 2;
/** About what a text costs beyond its tokens. */
const tokensWorthOfText = 8;
/** A process that was held up once is no measure of what comes; one that has become slow shows it again and again. */
const mostSurprising = 5;
const leastMs = 0.05;

/**
 * `ms = perText * texts + perToken * tokens` by least squares of errors relative to the size of a reading, each weighing
 * less with every one that follows (least squares with forgetting: Haykin, Adaptive Filter Theory, chapter 10), drawn
 * towards the first estimate where the readings leave it open. Tokens are guessed from characters by their mean ratio.
 */
export function createCostModel(): CostModel {
  let perText = usualMsPerText;
  let perToken = usualMsPerToken;
  let prior = { perText, perToken, weight: guessWeight };
  let characters = usualCharactersPerToken;
  let tokens = 1;
  // Sums of products, each reading as a part of its own size: a long one says no more than a short one.
  let textText = 0;
  let textToken = 0;
  let tokenToken = 0;
  let textMs = 0;
  let tokenMs = 0;

  const costOf = (texts: number, tokenCount: number): number =>
    Math.max(leastMs, perText * texts + perToken * tokenCount);

  function fit(): void {
    const textPull = prior.weight / (tokensWorthOfText * tokensWorthOfText);
    const tokenPull = prior.weight;
    const a = textText + textPull;
    const d = tokenToken + tokenPull;
    const x = textMs + textPull * prior.perText;
    const y = tokenMs + tokenPull * prior.perToken;
    const determinant = a * d - textToken * textToken;
    perText = (x * d - y * textToken) / determinant;
    perToken = (y * a - x * textToken) / determinant;
    // Neither has a price below nothing: the other then stands for both.
    if (perText < 0) {
      perText = 0;
      perToken = y / d;
    } else if (perToken < 0) {
      perToken = 0;
      perText = x / a;
    }
  }

  function observe(cost: ReadingCost, surprising: number): void {
    if (cost.texts === 0 || cost.tokens === 0) return;
    characters = kept * characters + cost.characters;
    tokens = kept * tokens + cost.tokens;
    const ms = Math.min(cost.busyMs, costOf(cost.texts, cost.tokens) * surprising);
    const weight = 1 / (tokensWorthOfText * cost.texts + cost.tokens) ** 2;
    textText = kept * textText + weight * cost.texts * cost.texts;
    textToken = kept * textToken + weight * cost.texts * cost.tokens;
    tokenToken = kept * tokenToken + weight * cost.tokens * cost.tokens;
    textMs = kept * textMs + weight * cost.texts * ms;
    tokenMs = kept * tokenMs + weight * cost.tokens * ms;
    fit();
  }

  return {
    predictMs: (texts, characterCount) => costOf(texts, (characterCount * tokens) / characters),
    observe: (cost) => observe(cost, mostSurprising),
    startFrom(proven) {
      for (const cost of proven) observe(cost, Number.POSITIVE_INFINITY);
      prior = { perText, perToken, weight: provenWeight };
    },
  };
}
