/** Entry of the worker that takes in a person's own model. */
import * as Comlink from 'comlink';
import { allowFilesOnly } from './files-only.ts';
import { asOutcome } from './outcome.ts';
import type { IntakeApi } from './own-model-api.ts';
import { takeIn } from './own-model/take-in.ts';

allowFilesOnly();

const stopping = new AbortController();

const api: IntakeApi = {
  take: (picked, onProgress) =>
    asOutcome(() => takeIn(picked, onProgress, stopping.signal), 'own-model-unreadable'),
  stop: () => stopping.abort(),
};

Comlink.expose(api);
