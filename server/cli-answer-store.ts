/** Results that are needed again, kept in a file of the system's temporary folder: a table may repeat any number of texts. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UndertoneError } from '#core/contracts/errors';
import { rowResult } from '#core/contracts/row-result';
import type { RowResult } from '#core/contracts/row-result';
import type { AnswerStore } from './cli-reading.ts';
import { createScratchFolder } from './cli-scratch.ts';

export interface ResultFile extends AnswerStore<RowResult> {
  dispose(): void;
}

/** Holds results, never texts; only who started the program may read it. */
export function createResultFile(): ResultFile {
  const folder = createScratchFolder();
  const file = openSync(join(folder.path, 'results'), 'wx+', 0o600);
  const places = new Map<number, readonly [from: number, bytes: number]>();
  let end = 0;
  return {
    keep(place, answer) {
      const bytes = Buffer.from(JSON.stringify(answer));
      writeSync(file, bytes, 0, bytes.length, end);
      places.set(place, [end, bytes.length]);
      end += bytes.length;
    },
    get(place) {
      const [from, length] = places.get(place) ?? [0, 0];
      if (length === 0) throw new UndertoneError('internal', { missing: 'result' });
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, from);
      return rowResult.parse(JSON.parse(bytes.toString('utf8')));
    },
    dispose() {
      closeSync(file);
      folder.remove();
    },
  };
}
