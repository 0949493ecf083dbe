/** JSON lines of a known form: one object a line, empty lines left out. */
import { readFileSync } from 'node:fs';
import type * as z from 'zod/mini';

/**
 * Reads all lines of a file, in order.
 *
 * @throws Error when the file is missing or a line is not of the form
 */
export function readJsonLines<T>(file: string | URL, schema: z.ZodMiniType<T>): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}
