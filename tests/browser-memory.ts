/** What a browser that tests run in holds, asked of the system: pages cannot tell of their workers. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';
import type { BrowserCommand } from 'vitest/node';

const bytesPerKilobyte = 1024;

interface Process {
  id: number;
  parent: number;
  bytes: number;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const numberOf = (key: string): number =>
          Number(new RegExp(`^${key}:\\s+(\\d+)`, 'mu').exec(status)?.[1] ?? 0);
        return [
          { id: Number(name), parent: numberOf('PPid'), bytes: numberOf('RssAnon') * bytesPerKilobyte },
        ];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

/** Memory of its own that all processes below this one hold together, in bytes. */
export function heldByChildren(): number {
  const all = processes();
  const family = new Set([process.pid]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { id, parent } of all) if (family.has(parent)) family.add(id);
  }
  family.delete(process.pid);
  return all.filter(({ id }) => family.has(id)).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The same for a test in the browser. */
export const heldBytes: BrowserCommand = () => heldByChildren();
