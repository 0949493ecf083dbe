/** A service as a process with processes of its own, on a port of the loopback. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Connections } from '../../server/load/connections.ts';
import { pause } from '../../server/load/load.ts';
import { processTree, proportionalBytes } from '../../server/load/process-tree.ts';

export interface ArmStart {
  command: string;
  parameters: readonly string[];
  workingDir: string;
  environment: Record<string, string>;
  /** Whose first group is the port, in what the service writes. */
  listening: RegExp;
  path: string;
  /** Called when the service has ended. */
  onEnd?: () => Promise<void>;
}

export interface Arm {
  readonly port: number;
  readonly path: string;
  /** From the start of the process to the first text that was answered. */
  readonly readyMs: number;
  /** Of all its processes, pages that they share counted once. */
  heldBytes(): number;
  stop(): Promise<void>;
}

const longestStartMs = 180_000;
const lookEveryMs = 20;
const longestStopMs = 20_000;
const endAfterwards = new Set<ChildProcess>();

/** The process and all it has started: it leads a group of its own. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended already.
  }
}

process.once('exit', () => {
  for (const child of endAfterwards) killGroup(child);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** @throws Error when it ends early or reads nothing for minutes; it has ended then */
export async function startArm(start: ArmStart): Promise<Arm> {
  const startedAtMs = performance.now();
  const child = spawn(start.command, start.parameters, {
    cwd: start.workingDir,
    env: { ...process.env, ...start.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  endAfterwards.add(child);
  const exited = once(child, 'exit').catch(() => undefined);
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
    });
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => killGroup(child), longestStopMs);
    await exited;
    clearTimeout(timer);
    killGroup(child);
    endAfterwards.delete(child);
    await start.onEnd?.();
  };
  try {
    const isLate = (): boolean => performance.now() - startedAtMs > longestStartMs;
    for (;;) {
      if (child.exitCode !== null || child.pid === undefined || isLate()) {
        throw new Error(`It did not start: ${start.command} ${start.parameters.join(' ')}\n${written}`);
      }
      const port = Number(start.listening.exec(written)?.[1] ?? 0);
      if (port !== 0 && (await reads(port, start.path))) {
        const readyMs = performance.now() - startedAtMs;
        const { pid } = child;
        const heldBytes = (): number =>
          processTree(pid).reduce((total, { id }) => total + proportionalBytes(id), 0);
        return { port, path: start.path, readyMs, heldBytes, stop };
      }
      await pause(lookEveryMs);
    }
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function reads(port: number, path: string): Promise<boolean> {
  const connections = new Connections({ port, path });
  const { status } = await connections.send(JSON.stringify({ text: 'Is anybody there yet?' }));
  connections.close();
  return status === 200;
}
