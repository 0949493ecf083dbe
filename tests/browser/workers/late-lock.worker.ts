/** The worker for files, where a lock takes longer to come than an answer: on a busy machine it does. */
import * as Comlink from 'comlink';
import { holdLifeLock } from '../../../workers/life-lock.ts';
import { createTableService } from '../../../workers/table/service.ts';

Comlink.expose(createTableService());
setTimeout(() => void holdLifeLock(self.name).then(() => postMessage('here')), 300);
