/** Whether the server lives, can read, and has started; each answered at once, whatever waits to be read. */
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { analysis } from '#core/contracts/analysis';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { Health } from '#core/contracts/service';
import type { Inference } from '../services/inference/inference.ts';
import type { Lifecycle } from '../services/lifecycle.ts';
import type { Readiness } from '../services/readiness.ts';

const retryAfterMs = 1000;
const open = { config: { scope: 'public' } } as const;

export const pageHealth = z.object({ status: z.literal('ready'), engine: analysis.shape.engine });

export interface HealthRouteOptions {
  readonly inference: Inference;
  readonly lifecycle: Lifecycle;
  readonly readiness: Readiness;
}

export function healthRoute(
  app: FastifyInstance,
  { inference, lifecycle, readiness }: HealthRouteOptions,
): void {
  /** Of the process alone: a broken engine is no reason to end it, it mends itself. */
  app.get('/livez', open, async (): Promise<Health> => ({ status: 'ok' }));

  app.get('/readyz', open, async (_request, reply): Promise<Health> => {
    const said = await readiness();
    if (said.status !== 'ok') void reply.code(503);
    return said;
  });

  app.get('/startupz', open, async (_request, reply): Promise<Health> => {
    if (inference.lastReadAtMs !== null) return { status: 'ok' };
    void reply.code(503);
    return { status: inference.state.kind === 'failed' ? 'failed' : 'starting' };
  });

  /** For the page: 200 `{status: "ready", engine}`; while it starts `server-busy`, and once the engine has failed its error. */
  app.get('/v1/health', open, async () => {
    const { state } = inference;
    if (state.kind === 'failed') throw errorFromData(state.error);
    if (lifecycle.isDraining) throw new UndertoneError('server-stopping', { retryAfterMs });
    if (state.kind !== 'ready') throw new UndertoneError('server-busy', { state: state.kind, retryAfterMs });
    return { status: 'ready', engine: state.engine };
  });
}
