import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder with those above it, for its owner's eyes only; one that is there stays as it is. Node's own way
 * (`recursive`) never ends where a folder that is there takes no other, as below /proc.
 *
 * @param path absolute
 * @throws Error of the system where there can be none
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (thrown) {
    const isThere = existsSync(path) && statSync(path).isDirectory();
    if (isThere) return;
    const above = dirname(path);
    if (existsSync(above)) throw thrown;
    makeFolder(above);
    // Another server may have been faster.
    makeFolder(path);
  }
}
