/** Entry of the worker that takes in files of texts, keeps what came of their rows, and answers for them. */
import * as Comlink from 'comlink';
import { allowFilesOnly } from './files-only.ts';
import { holdLifeLock } from './life-lock.ts';
import { createTableService } from './table/service.ts';

allowFilesOnly();

Comlink.expose(createTableService());
// The page stands in line for the lock from this word on: it may die over the first thing it is asked.
void holdLifeLock(self.name).then(() => postMessage('here'));
