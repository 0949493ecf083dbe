/** The server's process: configuration, listening, signals. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from './app.ts';
import { ConfigError, readConfig, unknownVariables } from './config.ts';
import type { Config } from './config.ts';
import { prepareFolders } from './folders.ts';
import { hasCode } from './has-code.ts';
import { MetricsPortError, startMetricsServer } from './metrics-server.ts';
import type { MetricsServer } from './metrics-server.ts';
import { InferencePool } from './services/inference/pool.ts';
import { createJobService } from './services/jobs/job-service.ts';
import { KeyFileError } from './services/keys/key-file.ts';
import { openKeyRing } from './services/keys/key-ring.ts';
import type { KeyRing } from './services/keys/key-ring.ts';
import { createLifecycle } from './services/lifecycle.ts';
import { createReadiness } from './services/readiness.ts';
import { createSecrets, keptSecret } from './services/secrets.ts';
import type { Secrets } from './services/secrets.ts';
import { shutDown } from './services/shutdown.ts';
import { logFailures } from './services/telemetry/log-failures.ts';
import { createMetrics } from './services/telemetry/metrics.ts';
import { watchRows } from './services/telemetry/watch-rows.ts';
import { startTracing } from './services/telemetry/tracing.ts';
import { openStores } from './stores/open-stores.ts';
import type { Stores } from './stores/stores.ts';

const builtPageDir = fileURLToPath(new URL('../dist', import.meta.url));
const hourMs = 3_600_000;
const wrongConfigurationExitCode = 2;
const cannotListenExitCode = 1;
const leftOpenExitCode = 1;
/** As of a process that a signal has ended. */
const secondSignalExitCode = 130;

const settings = settingsOrExit();
for (const name of unknownVariables(process.env)) {
  process.stderr.write(`${name} is no variable of this server, and does nothing.\n`);
}
const { port, host, basePath, logLevel, processes } = settings;
// `npm run server` says so: an environment cannot be set there for every system alike.
const wantsPage = settings.servesPage && !process.argv.includes('--no-page');
const servesPage = wantsPage && existsSync(join(builtPageDir, 'index.html'));
const secrets = await secretsOrExit();
const stores = await storesOrExit();
const lifecycle = createLifecycle();
const metrics = createMetrics();
const tracing = await startTracing(settings.isTracing);
const keys = await keysOrExit();
const inference = new InferencePool({
  modelsDir: settings.modelsDir,
  processes,
  maxWaitMs: settings.maxWaitMs,
  maxBatchWaitMs: settings.maxBatchWaitMs,
  onLost: (reason) => app.log.warn({ reason }, 'An inference process ended; another one is started.'),
  onRun: (cost) => metrics.runEnded(cost),
});
const jobs = createJobService({
  store: stores.jobs,
  queue: stores.queue,
  presence: stores.presence,
  feedback: stores.feedback,
  secrets,
  inference: watchRows(inference, metrics),
  processes,
  maxTextCharacters: settings.maxTextCharacters,
  lifetimeMs: settings.jobHours * hourMs,
  onEnded: (elapsedMs) => metrics.jobEnded(elapsedMs),
});
const readiness = createReadiness({ inference, lifecycle, ping: () => stores.ping() });
const app = buildApp({
  inference,
  jobs,
  stores,
  secrets,
  lifecycle,
  keys,
  metrics,
  tracing,
  readiness,
  settings,
  pageDir: servesPage ? builtPageDir : null,
  logger: { level: logLevel, stream: process.stderr },
});
metrics.watch({
  model: () => inference.model,
  load: () => inference.load,
  jobs: () => stores.jobs.counts(),
});

let figures: MetricsServer | null = null;
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));

/** A second signal does not wait for anybody. */
async function stop(signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  if (isStopping) process.exit(secondSignalExitCode);
  isStopping = true;
  const leftOpen = await shutDown(
    {
      lifecycle,
      budgetMs: settings.drainMs,
      handJobsBack: (waitMs) => jobs.close(waitMs),
      close: async () => {
        await app.close();
        await figures?.close();
      },
      release: async () => {
        inference.dispose();
        keys.close();
        await Promise.all([tracing.close(), stores.close()]);
      },
    },
    signal === 'SIGTERM',
  );
  if (leftOpen > 0) {
    app.log.error({ leftOpen }, 'The time to stop was up before every request had its answer.');
  }
  process.exit(leftOpen > 0 ? leftOpenExitCode : 0);
}

function settingsOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (thrown) {
    return exitOn(thrown, ConfigError);
  }
}

async function secretsOrExit(): Promise<Secrets> {
  try {
    await prepareFolders(settings);
    return createSecrets(settings.secret ?? (await keptSecret(settings.dataDir)));
  } catch (thrown) {
    return exitOn(thrown, ConfigError);
  }
}

async function keysOrExit(): Promise<KeyRing> {
  try {
    return await openKeyRing({
      path: settings.keysFile,
      tokensPerMinute: settings.tokensPerMinute ?? null,
      onBroken: () => app.log.error('The file of keys cannot be used; the keys of before count on.'),
    });
  } catch (thrown) {
    return exitOn(thrown, KeyFileError);
  }
}

async function storesOrExit(): Promise<Stores> {
  try {
    return await openStores(settings, secrets);
  } catch (thrown) {
    return exitOn(thrown, ConfigError);
  }
}

function exitOn(
  thrown: unknown,
  expected: typeof ConfigError | typeof KeyFileError | typeof MetricsPortError,
): never {
  if (!(thrown instanceof expected)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  return process.exit(wrongConfigurationExitCode);
}

logFailures(inference, app.log, servesPage ? ' The page is still served.' : '');

try {
  await app.listen({ port, host });
} catch (thrown) {
  process.stderr.write(
    hasCode(thrown, 'EADDRINUSE')
      ? `Port ${port} is taken. Set UNDERTONE_PORT to another one.\n`
      : `The server cannot listen on ${host}, port ${port}.\n`,
  );
  process.exit(cannotListenExitCode);
}
figures = await figuresServer();
if (wantsPage && !servesPage) {
  process.stderr.write(
    'The page has not been built, so only the API is served. Build it with: npm run build\n',
  );
}
process.stdout.write(`${addressToOpen()}\n`);
// Its failure is told through the state; the page does not depend on it.
inference.start().catch(() => undefined);
jobs.start();

/** Null where nobody asked for it and there is no port for it. */
async function figuresServer(): Promise<MetricsServer | null> {
  try {
    const started = await startMetricsServer({
      wantedPort: settings.metricsPort,
      apiPort: listeningPort(),
      metrics,
      readiness,
    });
    if (started === null) {
      app.log.warn(
        `Port ${listeningPort() + 1} cannot be had, so metrics are not served. Set UNDERTONE_METRICS_PORT to another one.`,
      );
    } else {
      app.log.info({ port: started.port }, 'Metrics are served.');
    }
    return started;
  } catch (thrown) {
    return exitOn(thrown, MetricsPortError);
  }
}

function listeningPort(): number {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** What to type into a browser; `localhost` for every way to listen on this machine. */
function addressToOpen(): string {
  const name = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(host) ? 'localhost' : host;
  return `http://${name}:${listeningPort()}${basePath === '/' ? '' : basePath}`;
}
