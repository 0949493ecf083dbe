/** What a browser that tests run in holds, asked of the system: pages cannot tell of their workers. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';
import type { BrowserCommand } from 'vitest/node';

const bytesPerKilobyte = 1024;

interface Process {
  id: number;
  parent: number;
  bytes: number;
  /** What Chromium says that it is for, such as `renderer` or `utility StorageService`; else the program's name. */
  kind: string;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const numberOf = (key: string): number =>
          Number(new RegExp(`^${key}:\\s+(\\d+)`, 'mu').exec(status)?.[1] ?? 0);
        const bytes = numberOf('RssAnon') * bytesPerKilobyte;
        return [{ id: Number(name), parent: numberOf('PPid'), bytes, kind: kindOf(name) }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function kindOf(process: string): string {
  const command = readFileSync(`/proc/${process}/cmdline`, 'utf8');
  const type = /--type=([\w-]+)/u.exec(command)?.[1];
  const service = /--utility-sub-type=[\w.]*?(\w+)(?![\w.])/u.exec(command)?.[1];
  return [
    type ?? readFileSync(`/proc/${process}/comm`, 'utf8').trim(),
    ...(service === undefined ? [] : [service]),
  ].join(' ');
}

function children(): Process[] {
  const all = processes();
  const family = new Set([process.pid]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { id, parent } of all) if (family.has(parent)) family.add(id);
  }
  family.delete(process.pid);
  return all.filter(({ id }) => family.has(id));
}

/** Memory of its own that all processes below this one hold together, in bytes. */
export function heldByChildren(): number {
  return children().reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The same by what the processes of a browser are for; several of one kind together. */
export function heldByKind(): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const { kind, bytes } of children()) kinds.set(kind, (kinds.get(kind) ?? 0) + bytes);
  return kinds;
}

/** The same for a test in the browser. */
export const heldBytes: BrowserCommand = () => heldByChildren();
