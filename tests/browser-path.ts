/**
 * Finds the Chromium that every test with a browser drives: one that is installed, else Playwright's own, else one
 * that can be installed here. There is no way to go on without one: a test that cannot run is a failure.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from '@playwright/test';

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder === undefined ? [] : [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')];
  }),
];

const firefoxNames = ['firefox-esr', 'firefox'];

const isRoot = process.getuid?.() === 0;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function installedChromium(): string | undefined {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which is not a program that can be run.`);
  }
  return onPath(chromiumNames) ?? usualPlaces.find(isExecutable);
}

function playwrightChromium(): string | undefined {
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** Runs a command with its output on standard error; true when it succeeded. */
function succeeds(command: string, parameters: readonly string[]): boolean {
  process.stderr.write(`No browser found; running: ${[command, ...parameters].join(' ')}\n`);
  return spawnSync(command, parameters, { stdio: ['ignore', 2, 2] }).status === 0;
}

function installWithPlaywright(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json'));
  return succeeds(process.execPath, [join(folder, 'cli.js'), 'install', 'chromium'])
    ? playwrightChromium()
    : undefined;
}

function installWithApt(): string | undefined {
  if (!isRoot || onPath(['apt-get']) === undefined) return undefined;
  return succeeds('apt-get', ['update']) && succeeds('apt-get', ['install', '-y', 'chromium'])
    ? installedChromium()
    : undefined;
}

/**
 * The path of a Chromium or Chrome, installed on the way if need be (which can take minutes).
 *
 * @throws Error with a sentence that says what to do, when there is none and none can be installed
 */
export function findChromium(): string {
  const path = installedChromium() ?? playwrightChromium() ?? installWithPlaywright() ?? installWithApt();
  if (path === undefined) {
    throw new Error(
      'The tests need Chromium or Chrome, and none was found or could be installed. ' +
        'Install one, or set CHROME_PATH to the program, and run the tests again.',
    );
  }
  return path;
}

/** The path of a Firefox that is installed, or undefined; it is never installed on the way. */
export function findFirefox(): string | undefined {
  return onPath(firefoxNames);
}

/** What Chromium is started with: no traffic of its own; its sandbox is off only where it cannot run, as root. */
export const chromiumArguments: readonly string[] = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // An adapter in software stands in for a graphics processor.
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  ...(isRoot ? ['--no-sandbox'] : []),
];
