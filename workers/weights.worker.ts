/** Entry of the worker that looks after the model's files while another one may be reading. */
import * as Comlink from 'comlink';
import { allowFilesOnly } from './files-only.ts';
import { asOutcome } from './outcome.ts';
import type { WeightsApi } from './weights-api.ts';
import { fetchNewer, goBack, listVersions } from './weights/versions.ts';

allowFilesOnly();

const api: WeightsApi = {
  versions: (weightsUrl) => asOutcome(() => listVersions(weightsUrl), 'internal'),
  fetchNewer: (weightsUrl, onState) => asOutcome(() => fetchNewer(weightsUrl, onState), 'internal'),
  goBack: (weightsUrl) => asOutcome(() => goBack(weightsUrl), 'internal'),
};

Comlink.expose(api);
