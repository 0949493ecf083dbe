/** A worker that is ready at once, reads for ever, reports progress all the while and takes no notice of a cancel. */
import * as Comlink from 'comlink';
import type { InferenceApi, WorkerEvent } from '../../../workers/inference-api.ts';
import { holdLifeLock } from '../../../workers/life-lock.ts';

let report: (event: WorkerEvent) => void = () => undefined;

const api: InferenceApi = {
  async start(options, onEvent) {
    report = onEvent;
    await holdLifeLock(options.lifeLock);
    const facts = {
      model: { name: 'Stubborn', version: '1' },
      knownAnswers: { checked: 1, known: 1 },
      isKept: false,
    };
    return { ok: true, value: { engine: { where: 'device', backend: 'wasm', threads: 1 }, facts } };
  },
  analyze(id) {
    let done = 0;
    setInterval(() => {
      done += 1;
      report({ kind: 'progress', id, progress: { done, total: 1_000_000 } });
    }, 5);
    return new Promise(() => undefined);
  },
  readRows: () => new Promise(() => undefined),
  cancel: () => undefined,
};
Comlink.expose(api);
