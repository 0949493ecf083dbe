/** The kernel against the runtime on the model that people get: equal to the last bit, for texts of every length. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { RowsRead } from '#core/engine';
import type { Session } from '#core/session';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { createInferenceWorker, createRuntimeWorker } from '../../src/engine/inference-worker.ts';
import kernelUrl from '../../workers/kernel/kernel.wasm?url';
import { openKernelSession } from '../../workers/kernel/session.ts';
import { createWasmBackend } from '../../workers/ort/wasm.ts';
import { createMixedTexts } from '../bench/texts.ts';
import { cleanUp, createKernelOnlyWorker, openEngine } from './engine-kit.ts';
import { goldenTexts, loadShippedModel, shippedModelsUrl } from './shipped-model.ts';

const model = await loadShippedModel();
const tokenizer = createTokenizer(model.vocabulary);
let kernel: Session;
let runtime: Session;

beforeAll(async () => {
  const opened = await openKernelSession(await WebAssembly.compileStreaming(fetch(kernelUrl)), model);
  if (opened === null) throw new Error('The kernel does not know the model of the product.');
  kernel = opened;
  const backend = createWasmBackend();
  await backend.start(1);
  runtime = await backend.open({ ...model, weightsName: model.manifest.files.weights.name });
});
afterEach(cleanUp);

it('gives the very numbers of the runtime, for texts of every length', async () => {
  // Enough that no row is cut twice from the same place.
  const words = createMixedTexts(600).flatMap((text) => Array.from(tokenizer.encode(text).ids));
  let cut = 0;
  const next = (length: number): number[] => {
    const from = cut;
    cut += length - 2;
    return [tokenizer.clsId, ...words.slice(from, cut), tokenizer.sepId];
  };
  for (let length = 3; length <= model.manifest.maxLength; length += 1) {
    // A row alone is added up in another order.
    for (const rows of length % 4 === 0 ? [1, 2] : [2]) {
      const ids = Int32Array.from(Array.from({ length: rows }, () => next(length)).flat());
      expect(ids).toHaveLength(rows * length);
      expect({ rows, length, ...(await kernel.run(ids, rows, length)) }).toEqual({
        rows,
        length,
        ...(await runtime.run(ids, rows, length)),
      });
    }
  }
});

it('has the rows of a file read as the runtime reads them', async () => {
  const texts = [...goldenTexts().filter((_, i) => i % 2 === 0), ...createMixedTexts(20)];
  const readBy = (createWorker: () => Worker): Promise<RowsRead> =>
    openEngine({ createWorker, weightsUrl: shippedModelsUrl }).readRows(texts, { anyLanguage: true });
  const read = await readBy(createKernelOnlyWorker);
  expect(read.results.map(({ kind }) => kind)).toEqual(texts.map(() => 'read'));
  expect(read).toEqual(await readBy(createRuntimeWorker));
  expect(read).toEqual(await readBy(createInferenceWorker));
});
