/** `GET v1/models`, `v1/models/NAME`, `v1/capabilities`: what reads here, how well, and how much it takes. */
import type { FastifyInstance } from 'fastify';
import { tones, verdictLabels } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { Capabilities, Limits, ModelEntry, ModelList } from '#core/contracts/service';
import { nobody } from '../services/callers.ts';
import type { Inference } from '../services/inference/inference.ts';

export interface ModelsRouteOptions {
  readonly inference: Inference;
  readonly models: () => Promise<readonly ModelEntry[]>;
  readonly limits: Limits;
}

export function modelsRoute(app: FastifyInstance, { inference, models, limits }: ModelsRouteOptions): void {
  app.get('/v1/models', { config: { scope: 'models' } }, async (): Promise<ModelList> => ({
    models: [...(await models())],
  }));

  app.get<{ Params: { name: string } }>(
    '/v1/models/:name',
    { config: { scope: 'models' } },
    async ({ params }): Promise<ModelEntry> => {
      const model = (await models()).find(({ id }) => id === params.name);
      if (model === undefined) throw new UndertoneError('not-found');
      return model;
    },
  );

  app.get('/v1/capabilities', { config: { scope: 'public' } }, async ({ caller }): Promise<Capabilities> => {
    const { processes, predictedWaitMs } = inference.load;
    const entry = (await models()).find(({ isDefault }) => isDefault);
    return {
      model: inference.model,
      tones: [...tones],
      labels: [...verdictLabels],
      languages: entry?.languages ?? [],
      limits: caller === nobody ? limits : { ...limits, tokensPerMinute: caller.tokensPerMinute },
      engine: {
        backend: 'node',
        processes: processes.length,
        ready: processes.filter(({ isReady }) => isReady).length,
      },
      predictedWaitMs: Math.round(predictedWaitMs.interactive),
    };
  });
}
