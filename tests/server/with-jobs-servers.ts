/** Servers of jobs for the tests of a file, each over a folder of its own, that end with the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createReader, startJobsServer } from './jobs-server.ts';
import type { JobsServer, JobsServerOptions } from './jobs-server.ts';

export interface JobsServers {
  /** The tiny model, ready to read. */
  readonly reader: ReturnType<typeof createReader>;
  readonly newFolder: () => string;
  readonly start: (options?: Partial<JobsServerOptions>) => Promise<JobsServer>;
  /** Before its test ends. */
  readonly stop: (server: JobsServer) => Promise<void>;
}

/** To be called once, outside of the tests. */
export function withJobsServers(): JobsServers {
  const reader = createReader();
  const servers: JobsServer[] = [];
  const folders: string[] = [];

  beforeAll(() => reader.engine.start());
  afterAll(() => reader.engine.dispose());
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'undertone-jobs-'));
    folders.push(folder);
    return folder;
  }

  return {
    reader,
    newFolder,
    async start(options = {}) {
      const server = await startJobsServer({ dataDir: newFolder(), inference: reader, ...options });
      servers.push(server);
      return server;
    },
    async stop(server) {
      servers.splice(servers.indexOf(server), 1);
      await server.stop();
    },
  };
}
