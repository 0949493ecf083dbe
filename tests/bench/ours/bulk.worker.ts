/** Reads many texts with the product's own parts: its weights, its session, its analyzer. */
import * as Comlink from 'comlink';
import { createAnalyzer } from '#core/analyze';
import { UndertoneError } from '#core/contracts/errors';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { startRuntime } from '../../../workers/ort/runtime.ts';
import { createOrtSession } from '../../../workers/ort/session.ts';
import { obtainModel } from '../../../workers/weights/obtain-model.ts';

const weightsUrl = new URL('/weights/', self.location.href).href;

async function open() {
  const threads = await startRuntime(1);
  const { manifest, graph, weights, vocabulary } = await obtainModel(weightsUrl, () => undefined);
  const session = await createOrtSession({ graph, weights, weightsName: manifest.files.weights.name });
  const analyzer = createAnalyzer({
    session,
    tokenizer: createTokenizer(vocabulary),
    manifest,
    engine: { where: 'device', backend: 'wasm', threads },
  });
  await analyzer.prove();
  return analyzer;
}

const opening = open();

const api = {
  async ready(): Promise<void> {
    await opening;
  },
  /** @throws Error when a text was not read */
  async read(texts: string[]): Promise<void> {
    const analyzer = await opening;
    const results = await analyzer.analyzeMany(texts.map((text) => ({ text })));
    const failed = results.find((result) => result instanceof UndertoneError);
    if (failed !== undefined || results.length !== texts.length) {
      throw new Error(`Not every text was read: ${failed?.code ?? 'some are missing'}`);
    }
  },
};
export type BulkApi = typeof api;

Comlink.expose(api);
