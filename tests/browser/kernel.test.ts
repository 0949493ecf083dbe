/** The kernel against the runtime it stands in for: equal to the last bit, whatever the rows. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toRowResult } from '#core/score/row-result';
import type { Session } from '#core/session';
import { createRuntimeWorker } from '../../src/engine/inference-worker.ts';
import { withKernel } from '../../workers/kernel/backend.ts';
import { readGraphArrays } from '../../workers/kernel/graph-arrays.ts';
import kernelUrl from '../../workers/kernel/kernel.wasm?url';
import { openKernelSession } from '../../workers/kernel/session.ts';
import { createWasmBackend } from '../../workers/ort/wasm.ts';
import { createMixedTexts } from '../bench/texts.ts';
import { createRandom } from '../bench/random.ts';
import { loadFixtureModel } from '../unit/model-fixture.ts';
import { cleanUp, openEngine } from './engine-kit.ts';

const model = await loadFixtureModel();
const files = { ...model, weightsName: model.manifest.files.weights.name };
const [words = 0] = readGraphArrays(model.graph).placements.get('word_rows')?.dims ?? [];
const random = createRandom(6);
const idsOf = (rows: number, length: number): Int32Array =>
  Int32Array.from({ length: rows * length }, () => Math.floor(random.next() * words));

const compiled = await WebAssembly.compileStreaming(fetch(kernelUrl));
let kernel: Session;
let runtime: Session;

beforeAll(async () => {
  const opened = await openKernelSession(compiled, model);
  if (opened === null) throw new Error('The kernel does not know the model of the tests.');
  kernel = opened;
  const backend = createWasmBackend();
  await backend.start(1);
  runtime = await backend.open(files);
});
afterEach(cleanUp);

describe('the kernel', () => {
  it('gives the very numbers of the runtime, for rows of every length', { timeout: 60_000 }, async () => {
    for (let length = 3; length <= model.manifest.maxLength; length += 1) {
      for (const rows of [1, 2, 5]) {
        const ids = idsOf(rows, length);
        expect({ rows, length, ...(await kernel.run(ids, rows, length)) }).toEqual({
          rows,
          length,
          ...(await runtime.run(ids, rows, length)),
        });
      }
    }
  });

  it('gives a row the same in whatever company, and alone but for the last bits of a sum', async () => {
    const [rows, length] = [9, 21];
    const ids = idsOf(rows, length);
    const rowsOf = (from: number, to: number): Int32Array => ids.slice(from * length, to * length);
    const together = await kernel.run(ids, rows, length);
    for (let row = 0; row + 2 <= rows; row += 1) {
      const pair = await kernel.run(rowsOf(row, row + 2), 2, length);
      expect(pair.logits).toEqual(together.logits.slice(row * 3, (row + 2) * 3));
      expect(pair.evidence).toEqual(together.evidence.slice(row * length * 3, (row + 2) * length * 3));
      const alone = await kernel.run(rowsOf(row, row + 1), 1, length);
      const near = Array.from(together.logits.slice(row * 3, (row + 1) * 3), (logit): unknown =>
        expect.closeTo(logit, 5),
      );
      expect(Array.from(alone.logits)).toEqual(near);
    }
  });

  it.each([
    ['an id that is no word', [101, words, 102]],
    ['an id below all', [101, -1, 102]],
    ['no content', [101, 102]],
    ['more tokens than there are places', Array.from({ length: 129 }, () => 1)],
  ])('refuses a row with %s', async (_, ids) => {
    await expect(kernel.run(Int32Array.from(ids), 1, ids.length)).rejects.toMatchObject({
      code: 'engine-failed',
    });
  });

  it('leaves a model of another kind alone', async () => {
    const name = new TextEncoder().encode('Softmax');
    const at = model.graph.findIndex((_, i) => name.every((letter, j) => model.graph[i + j] === letter));
    const other = Uint8Array.from(model.graph);
    other.set(new TextEncoder().encode('Hardmax'), at);
    expect(await openKernelSession(compiled, { ...model, graph: other })).toBeNull();
  });

  it('makes way for the runtime where a model is of another kind, and reads with it', async () => {
    const backend = withKernel(createWasmBackend());
    expect(await backend.start(1)).toBe(1);
    await backend.open(files);
    expect(backend.reader).toBe('kernel');
    const gpuGraph = await fetch(
      new URL(`/models/fixtures/tiny-1/${model.manifest.files.graphGpu.name}`, location.href),
    );
    const graph = new Uint8Array(await gpuGraph.arrayBuffer());
    const session = await backend.open({ ...files, graph });
    expect(backend.reader).toBeUndefined();
    const ids = idsOf(2, 8);
    const { logits } = await session.run(ids, 2, 8);
    expect(Array.from(logits)).toEqual(
      Array.from((await runtime.run(ids, 2, 8)).logits, (logit): unknown => expect.closeTo(logit, 4)),
    );
  });
});

/** What is read together may differ from what is read alone in the last digits, by the runtime as well. */
function toldOf(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => (typeof each === 'number' ? each.toFixed(5) : each));
}

describe('a worker', () => {
  it('reads texts, together and alone, as one without the kernel does', { timeout: 60_000 }, async () => {
    const texts = [
      ...createMixedTexts(60),
      ' ',
      'Das Zimmer war leider sehr laut und das Frühstück war kalt.',
    ];
    const withKernelInIt = openEngine();
    const without = openEngine({ createWorker: createRuntimeWorker });
    const { results, model: readWith } = await withKernelInIt.readRows(texts);
    expect(results).toEqual((await without.readRows(texts)).results);
    const read = await without.analyze({ text: texts[0] ?? '' });
    expect(toldOf(results[0])).toBe(toldOf(toRowResult(read)));
    expect(readWith).toEqual(read.model);
    const alone = await withKernelInIt.analyze({ text: texts[1] ?? '' });
    const expected = await without.analyze({ text: texts[1] ?? '' });
    expect({ ...alone, id: '', timing: null }).toEqual({ ...expected, id: '', timing: null });
  });
});
