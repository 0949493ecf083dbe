import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import type { Project } from '@playwright/test';
import { chromiumArguments, findChromium, findFirefox } from './tests/browser-path.ts';
import { buildsFolder } from './tests/e2e/built-app.ts';

/** A port that is free now; kept in the environment, since each worker process reads this file again. */
async function choosePort(): Promise<string> {
  const kept = process.env['E2E_PORT'];
  if (kept !== undefined) return kept;
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  process.env['E2E_PORT'] = String(address.port);
  return String(address.port);
}

// Before any test: the builds that tests make are of the sources as they are now.
if (process.env['E2E_PORT'] === undefined) rmSync(buildsFolder, { recursive: true, force: true });
const port = await choosePort();
const baseURL = `http://localhost:${port}/`;

// Each has a browser of its own and each test a profile of its own. On two processors two of them take from each other what a
// person at one machine has, but while the few journeys of Firefox run beside Chromium's each waits for other things; more
// than two keep one server waiting.
const workers = availableParallelism() < 4 ? 1 : 2;

const projects: Project[] = [
  {
    name: 'chromium',
    workers,
    use: {
      browserName: 'chromium',
      launchOptions: { executablePath: findChromium(), args: [...chromiumArguments] },
    },
  },
];

const firefox = findFirefox();
if (firefox !== undefined) {
  // The channel drives an unmodified Firefox; without it only Playwright's own build starts.
  projects.push({
    name: 'firefox',
    workers,
    // What a person does in any browser; the rest is about the engine and the means of the driver, or tells no more.
    grep: /@every-browser/,
    use: { browserName: 'firefox', channel: 'moz-firefox', launchOptions: { executablePath: firefox } },
  });
}

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // Generous, since machines differ: no test measures time, these only end one that hangs.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: { baseURL, trace: 'off', screenshot: 'off', video: 'off' },
  projects,
  webServer: {
    command: 'node --import tsx server/main.ts',
    url: baseURL,
    env: { UNDERTONE_PORT: port },
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
