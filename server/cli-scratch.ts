/** Folders for what is put aside while the command runs. They hold people's texts, so they go however it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ScratchFolder {
  readonly path: string;
  remove(): void;
}

const folders = new Set<string>();
let isToBeCleared = false;

/** A folder of its own among the system's temporary ones, which nobody else may read. */
export function createScratchFolder(): ScratchFolder {
  if (!isToBeCleared) process.once('exit', removeAll);
  isToBeCleared = true;
  const path = mkdtempSync(join(tmpdir(), 'undertone-'));
  folders.add(path);
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      folders.delete(path);
    },
  };
}

/** A signal that ends the process does so without a word; ended by itself, it cleans up. */
export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

function removeAll(): void {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
}
