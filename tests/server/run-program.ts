/** Runs a program of the server folder as its own process, as the scripts of package.json do. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const serverDir = join(import.meta.dirname, '../../server');
const typescriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  /** All that was written so far. */
  readonly written: { stdout: string; stderr: string };
  /** The exit code, or the name of the signal that ended the program, once its streams have ended too. */
  readonly ended: Promise<number | string>;
}

export interface ProgramOptions {
  environment?: Record<string, string>;
  workingDir?: string;
}

/** @param program a file of the server folder */
export function runProgram(
  program: string,
  args: readonly string[],
  { environment = {}, workingDir }: ProgramOptions = {},
): Program {
  const child = spawn(process.execPath, ['--import', typescriptLoader, join(serverDir, program), ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    cwd: workingDir,
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  // A program that ends early leaves its input unread.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(() => child.exitCode ?? child.signalCode ?? 'unknown');
  return { child, written, ended };
}
