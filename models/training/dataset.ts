/** Reads labelled texts: gzip or plain JSON lines, one text a line. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { tones } from '#core/contracts/analysis';
import { isBlank } from '#core/text/blank';

const row = z.object({
  text: z.string().check(z.refine((text) => !isBlank(text))),
  label: z.enum(tones),
  unit: z.optional(z.enum(['sentence', 'phrase'])),
});
export type LabelledText = z.infer<typeof row>;

/** People may call a text mixed, which is none of the three tones that are learned and scored. */
const mixedRow = z.object({ label: z.literal('mixed') });

function readRow(line: string): LabelledText[] {
  const value: unknown = JSON.parse(line);
  return mixedRow.safeParse(value).success ? [] : [row.parse(value)];
}

/** @throws Error that names the file and the line which is not of the documented form */
function readFile(path: string): DataFile {
  const name = basename(path);
  const bytes = readFileSync(path);
  const lines = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
  const rows = lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return readRow(line);
    } catch (cause) {
      throw new Error(`Line ${i + 1} of ${name} is no labelled text.`, { cause });
    }
  });
  return { source: name.split('.')[0] ?? name, rows };
}

export interface DataFile {
  /** The source's name: the file name up to its first dot. */
  readonly source: string;
  readonly rows: readonly LabelledText[];
}

/**
 * All `.jsonl` and `.jsonl.gz` files of a folder, by name; rows labelled `mixed` are left out.
 *
 * @throws Error when the folder is missing or a line is not of the documented form
 */
export function readFolder(folder: string): DataFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl.gz') || name.endsWith('.jsonl'))
    .toSorted()
    .map((name) => readFile(join(folder, name)));
}

/**
 * The labelled texts to score or choose by: those in `dev/`, else in `test/`, else in the folder itself; or of one file.
 *
 * @throws Error when there are none, or a line is not of the documented form
 */
export function readScored(dataDir: string): DataFile[] {
  if (existsSync(dataDir) && statSync(dataDir).isFile()) return [readFile(dataDir)];
  const folders = [join(dataDir, 'dev'), join(dataDir, 'test'), dataDir].filter((folder) =>
    existsSync(folder),
  );
  for (const folder of folders) {
    const files = readFolder(folder);
    if (files.length > 0) return files;
  }
  throw new Error(`No .jsonl or .jsonl.gz files in ${dataDir}`);
}
