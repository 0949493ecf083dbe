/** Figures and health at a port of their own on this machine alone, out of reach of callers and of their load. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Health } from '#core/contracts/service';
import type { Readiness } from './services/readiness.ts';
import type { Metrics } from './services/telemetry/metrics.ts';

const loopback = '127.0.0.1';
const largestPort = 65_535;
/** Another name is a page elsewhere that has had its own name lead here. */
const ownHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

export interface MetricsServerOptions {
  /** From the configuration; where undefined, the port after the API's is tried. 0 lets the system choose. */
  readonly wantedPort: number | undefined;
  readonly apiPort: number;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The port that was asked for is taken; the message is for the person who starts the server. */
export class MetricsPortError extends Error {
  override readonly name = 'MetricsPortError';
}

/**
 * Serves `/metrics`, `/livez` and `/readyz`.
 *
 * @returns null where nobody asked for a port and the one after the API's cannot be had
 * @throws MetricsPortError where the port that was asked for cannot be had
 */
export async function startMetricsServer({
  wantedPort,
  apiPort,
  metrics,
  readiness,
}: MetricsServerOptions): Promise<MetricsServer | null> {
  const server = createServer((request, response) => {
    answer(request, response, { metrics, readiness }).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const port = wantedPort ?? apiPort + 1;
  if (port > largestPort) return null;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, loopback, resolve);
    });
  } catch (cause) {
    if (wantedPort === undefined) return null;
    const message = `Port ${port} cannot be had for metrics. Set UNDERTONE_METRICS_PORT to another one.`;
    throw new MetricsPortError(message, { cause });
  }
  // A process that is done must not stay for those who might ask for figures.
  server.unref();
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  { metrics, readiness }: Pick<MetricsServerOptions, 'metrics' | 'readiness'>,
): Promise<void> {
  const send = (status: number, contentType: string, body: string): void => {
    response.writeHead(status, {
      ...(status === 405 && { allow: 'GET' }),
      'content-type': contentType,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(body);
  };
  const sendHealth = (said: Health): void =>
    send(said.status === 'ok' ? 200 : 503, 'application/json', JSON.stringify(said));

  if (!ownHost.test(headers.host ?? '')) return send(403, 'text/plain', 'Ask for 127.0.0.1.\n');
  if (method !== 'GET') return send(405, 'text/plain', 'Only GET is understood here.\n');
  const path = url?.split('?', 1)[0];
  if (path === '/metrics') {
    const { contentType, body } = await metrics.render();
    return send(200, contentType, body);
  }
  if (path === '/livez') return sendHealth({ status: 'ok' });
  if (path === '/readyz') return sendHealth(await readiness());
  return send(404, 'text/plain', 'Here are /metrics, /livez and /readyz.\n');
}
