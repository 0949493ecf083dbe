/** A Redis of a test's own: on a free port of the loopback, in a folder that goes with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { vi } from 'vitest';

const usualPlaces = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** For a test to look into it. */
  readonly client: Redis;
  /** Has the process stand still, its connections open, until it goes on. */
  hang(): void;
  goOn(): void;
  /** Ends the process, and leaves its port and folder for `restart`. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error with a sentence where there is none on this machine */
function findRedisServer(): string {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), ...usualPlaces];
  const found = places
    .map((place) => join(place, 'redis-server'))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  if (found === undefined) {
    throw new Error('These tests need redis-server. Install it, such as with: apt-get install redis-server');
  }
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
}

/** @param settings as in redis.conf, beside those for a port and for keeping nothing on disk */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const program = findRedisServer();
  const folder = mkdtempSync(join(tmpdir(), 'undertone-redis-'));
  const port = await freePort();
  const usual = { port: String(port), bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const given = Object.entries({ ...usual, ...settings }).flatMap(([name, value]) => [`--${name}`, value]);
  const start = () => spawn(program, given, { stdio: 'ignore' });
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  let child = start();

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  const isUp = (): Promise<void> =>
    vi.waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error('redis-server ended as it began.');
        if (client.status === 'wait') await client.connect();
        await client.ping();
      },
      { timeout: 20_000, interval: 50 },
    );
  await isUp();

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    client,
    hang: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    kill,
    async restart() {
      await kill();
      child = start();
      await isUp();
    },
    async close() {
      client.disconnect();
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Names and values of everything that lies there now. */
export async function dumpOf({ client }: RedisServer): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const key of await client.keysBuffer('*')) {
    const dumped = await client.dumpBuffer(key);
    parts.push(key, dumped ?? Buffer.of());
  }
  return Buffer.concat(parts);
}

/** Has Redis tell, from now on, every command with all that goes with it, as Latin-1; until the socket is destroyed. */
export async function monitorRedis({ port }: RedisServer, onText: (text: string) => void): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  socket.write('MONITOR\r\n');
  await once(socket, 'data');
  return socket.on('data', onText);
}
