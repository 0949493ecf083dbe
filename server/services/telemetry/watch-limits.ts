/** Limits whose refusals are counted: those texts never come to be read, and nobody else would tell of them. */
import { toUndertoneError } from '#core/contracts/errors';
import type { TokenLimits } from '../../plugins/limits.ts';
import type { WorkClass } from '../inference/inference.ts';
import type { Metrics } from './metrics.ts';

declare module 'fastify/types/context.js' {
  interface FastifyContextConfig {
    /** In which class its texts wait; `interactive` unless told. */
    workClass?: WorkClass;
  }
}

/** Answers as `limits` does. The texts of a refused job have not been counted yet: it is one. */
export function watchLimits(limits: TokenLimits, metrics: Pick<Metrics, 'textRefused'>): TokenLimits {
  return {
    async take(request, reply, characters, texts = 1) {
      try {
        return await limits.take(request, reply, characters, texts);
      } catch (thrown) {
        const { workClass = 'interactive' } = request.routeOptions.config;
        metrics.textRefused(toUndertoneError(thrown), workClass, texts);
        throw thrown;
      }
    },
  };
}
