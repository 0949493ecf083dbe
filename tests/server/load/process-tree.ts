/** The processes below one, as the system tells of them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface ProcessLine {
  id: number;
  parent: number;
  /** As it was started. */
  command: string;
}

const bytesPerKilobyte = 1024;

function allProcesses(): ProcessLine[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return [...listed.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, id, parent, command]) => ({
    id: Number(id),
    parent: Number(parent),
    command: command ?? '',
  }));
}

/** The process, its children, and theirs. */
export function processTree(root: number): ProcessLine[] {
  const all = allProcesses();
  const family = new Set([root]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { id, parent } of all) if (family.has(parent)) family.add(id);
  }
  return all.filter(({ id }) => family.has(id));
}

/** The processes that hold the model. */
export function inferenceProcesses(server: number): number[] {
  return processTree(server)
    .filter(({ command }) => /server\/ort\/child\.ts/.test(command))
    .map(({ id }) => id);
}

/** Memory of a process, what it shares counted in parts, in bytes. Linux only; 0 where it has ended. */
export function proportionalBytes(processId: number): number {
  try {
    const lines = readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(lines)?.[1] ?? 0) * bytesPerKilobyte;
  } catch {
    return 0;
  }
}
