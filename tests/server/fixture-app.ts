/** The app as tests inject into it: everything in memory, the tiny models, and whatever a test would have otherwise. */
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../server/app.ts';
import type { AppDeps, AppSettings } from '../../server/app.ts';
import { createLifecycle } from '../../server/services/lifecycle.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { createMemoryCache } from '../../server/stores/memory-cache.ts';
import { createMemoryLimits } from '../../server/stores/memory-limits.ts';
import { fixtureModelsDir } from './fixture-models.ts';

export type FixtureAppParts = Pick<AppDeps, 'inference'> &
  Partial<Omit<AppDeps, 'settings'>> & { readonly settings?: Partial<AppSettings> };

export function buildFixtureApp({ settings, ...parts }: FixtureAppParts): FastifyInstance {
  return buildApp({
    stores: { cache: createMemoryCache(0), limits: createMemoryLimits(), ping: async () => undefined },
    secrets: createSecrets('a secret of the tests, long enough for them'),
    lifecycle: createLifecycle(),
    keys: { callerOf: () => undefined },
    pageDir: null,
    ...parts,
    settings: {
      basePath: '/',
      publicOrigin: undefined,
      modelsDir: fixtureModelsDir,
      maxTextCharacters: 200_000,
      deadlineMs: 600_000,
      tokensPerMinute: undefined,
      corsOrigins: [],
      ...settings,
    },
  });
}

/** Listens on this machine, wherever there is room. @returns the port */
export async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
