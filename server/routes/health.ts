/** `GET v1/health`: whether the server can read texts now. */
import type { FastifyInstance } from 'fastify';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { Engine } from '#core/engine';

const retryAfterMs = 1000;

/** 200 `{status: "ready", engine}`; while it starts `server-busy`, and once the engine has failed its error. */
export function healthRoute(app: FastifyInstance, engine: Engine): void {
  app.get('/v1/health', async () => {
    const { state } = engine;
    if (state.kind === 'failed') throw errorFromData(state.error);
    if (state.kind !== 'ready') throw new UndertoneError('server-busy', { state: state.kind, retryAfterMs });
    return { status: 'ready', engine: state.engine };
  });
}
