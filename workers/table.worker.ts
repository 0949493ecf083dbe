/** Entry of the worker that takes in files of texts, keeps what came of their rows, and answers for them. */
import * as Comlink from 'comlink';
import { allowFilesOnly } from './files-only.ts';
import { holdLifeLock } from './life-lock.ts';
import { createTableService } from './table/service.ts';

allowFilesOnly();

// Asked for before the page hears a word of it, so that the page stands in line behind it.
void holdLifeLock(self.name);
Comlink.expose(createTableService());
