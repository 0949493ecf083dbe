/** Where the time of an answer went, as the `Server-Timing` header tells it (https://www.w3.org/TR/server-timing/). */
import type { Analysis } from '#core/contracts/analysis';
import type { CacheOutcome } from './services/reading/reading-service.ts';

/** Durations in ms. */
export function serverTiming(timing: Analysis['timing'], cache: CacheOutcome): string {
  const { queueMs, tokenizeMs, inferMs, totalMs } = timing;
  const durations = { queue: queueMs, tokenize: tokenizeMs, infer: inferMs, total: totalMs };
  const entries = Object.entries(durations).map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`);
  return [...entries, `cache;desc=${cache}`].join(', ');
}
