/** Servers of the bench: the product's own, plain ones for built pages, and one that counts what passes. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as requestUpstream } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Fastify from 'fastify';
import { appFilesRoute } from '../../server/routes/app-files.ts';
import { rootDir } from './made-once.ts';

export interface RunningServer {
  /** Origin, without a slash at its end. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** The product as `npm start` serves it, in a process of its own. */
export async function startProduct(): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'undertone-bench-'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: rootDir,
    env: { ...process.env, UNDERTONE_PORT: '0', UNDERTONE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const listening = /^http:\/\/[^:/]+:(\d+)/.exec(line)?.[1];
      if (listening !== undefined) resolve(listening);
    });
    child.once('exit', () => reject(new Error('The server ended before it could serve.')));
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGINT');
      await exited;
      await rm(dataDir, { recursive: true });
    },
  };
}

/**
 * A folder as the product's server serves its own: the same compressed copies, the same caching. No isolation, so
 * that no page of it can have more than one thread.
 */
export async function startFiles(folder: string): Promise<RunningServer> {
  const app = Fastify();
  appFilesRoute(app, folder, '/');
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return { origin, stop: () => app.close() };
}

export interface CountingServer extends RunningServer {
  /** Bytes sent to the browser since the last call, heads included, and the bodies by path. */
  take(): { totalBytes: number; bytesByPath: Record<string, number> };
  /** Resolves when nothing has been sent or asked for `quietMs` long. */
  untilQuiet(quietMs: number): Promise<void>;
}

const lookEveryMs = 100;

/**
 * Passes everything on to another server and counts what goes back over the wire. Here rather than in the browser,
 * since this also sees what workers and service workers fetch.
 */
export async function startCounting(upstream: RunningServer): Promise<CountingServer> {
  const sockets = new Set<Socket>();
  const bytesByPath = new Map<string, number>();
  let closedBytes = 0;
  let takenBytes = 0;
  let openRequests = 0;
  let lastActiveMs = performance.now();
  const sentBytes = (): number =>
    [...sockets].reduce((total, socket) => total + socket.bytesWritten, closedBytes);

  const server = createServer((request, response) => {
    openRequests += 1;
    response.once('close', () => {
      openRequests -= 1;
      lastActiveMs = performance.now();
    });
    const { method, headers, url = '/' } = request;
    const [path = '/'] = url.split('?', 1);
    const onward = requestUpstream(upstream.origin + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (chunk: Buffer) => {
        bytesByPath.set(path, (bytesByPath.get(path) ?? 0) + chunk.byteLength);
        lastActiveMs = performance.now();
      });
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      closedBytes += socket.bytesWritten;
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The counting server has no port.');

  return {
    origin: `http://127.0.0.1:${address.port}`,
    take() {
      const totalBytes = sentBytes() - takenBytes;
      takenBytes += totalBytes;
      const taken = { totalBytes, bytesByPath: Object.fromEntries(bytesByPath) };
      bytesByPath.clear();
      return taken;
    },
    async untilQuiet(quietMs) {
      const isQuiet = (): boolean => openRequests === 0 && performance.now() - lastActiveMs >= quietMs;
      while (!isQuiet()) {
        await new Promise((resolve) => {
          setTimeout(resolve, lookEveryMs);
        });
      }
    },
    async stop() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}
