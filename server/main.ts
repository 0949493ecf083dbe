/** The server's process: configuration, listening, signals. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { InferencePool } from './services/inference/pool.ts';

const pageDir = fileURLToPath(new URL('../dist', import.meta.url));
/** For open requests to end after a signal. */
const drainTimeoutMs = 10_000;
const wrongConfigurationExitCode = 2;
const cannotListenExitCode = 1;

function config(): Config {
  try {
    return readConfig(process.env);
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    return process.exit(wrongConfigurationExitCode);
  }
}

const { port, host, basePath, modelsDir, publicOrigin, logLevel, processes, maxWaitMs, maxBatchWaitMs } =
  config();
const engine = new InferencePool({
  modelsDir,
  processes,
  maxWaitMs,
  maxBatchWaitMs,
  onLost: (reason) => app.log.warn({ reason }, 'An inference process ended; another one is started.'),
});
const app = buildApp({
  engine,
  pageDir,
  basePath,
  publicOrigin,
  logger: { level: logLevel, stream: process.stderr },
});

async function stop(): Promise<void> {
  setTimeout(() => process.exit(), drainTimeoutMs).unref();
  await app.close();
  engine.dispose();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

engine.subscribe(() => {
  const { state } = engine;
  if (state.kind === 'failed' && state.error.code !== 'cancelled') {
    app.log.error({ error: state.error }, 'Texts cannot be read on this server. The page is still served.');
  }
});

try {
  await app.listen({ port, host });
} catch (thrown) {
  const taken = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
  process.stderr.write(
    taken
      ? `Port ${port} is taken. Set UNDERTONE_PORT to another one.\n`
      : `The server cannot listen on ${host}, port ${port}.\n`,
  );
  process.exit(cannotListenExitCode);
}
if (!existsSync(join(pageDir, 'index.html'))) {
  process.stderr.write(
    'The page has not been built, so only the API is served. Build it with: npm run build\n',
  );
}
process.stdout.write(`${addressToOpen()}\n`);
// Its failure is told through the state; the page does not depend on it.
engine.start().catch(() => undefined);

/** What to type into a browser; `localhost` for every way to listen on this machine. */
function addressToOpen(): string {
  const address = app.server.address();
  const listeningPort = typeof address === 'object' && address !== null ? address.port : port;
  const name = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(host) ? 'localhost' : host;
  return `http://${name}:${listeningPort}${basePath === '/' ? '' : basePath}`;
}
