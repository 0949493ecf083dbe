/** Entry of the worker that reads with a person's own model. Nobody else loads it. */
import * as Comlink from 'comlink';
import { allowFilesOnly } from './files-only.ts';
import { createOwnInference } from './own-model/inference.ts';

allowFilesOnly();

// The runtime's own threads load this same file; only the first of them answers the page.
if (!self.name.startsWith('em-pthread')) Comlink.expose(createOwnInference());
