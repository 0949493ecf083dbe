/** Reads many texts with the product's own parts: its weights, its session, its analyzer. */
import * as Comlink from 'comlink';
import { createAnalyzer } from '#core/analyze';
import { UndertoneError } from '#core/contracts/errors';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { createWasmBackend } from '../../../workers/ort/wasm.ts';
import { obtainModel } from '../../../workers/weights/obtain-model.ts';

const weightsUrl = new URL('/weights/', self.location.href).href;

async function open() {
  const backend = createWasmBackend();
  const threads = await backend.start(1);
  const { manifest, graph, weights, vocabulary } = await obtainModel({
    weightsUrl,
    graph: backend.graph,
    visit: 'bulk',
    choice: 'current',
    onState: () => undefined,
  });
  const session = await backend.open({ graph, weights, weightsName: manifest.files.weights.name });
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
