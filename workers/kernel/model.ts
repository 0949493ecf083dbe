/** A model in the kernel's memory: which one it can run, and how that one lies there. */
import type { Kernel } from './exports.ts';
import type { GraphArrays, Placement } from './graph-arrays.ts';
import type { KernelMemory } from './memory.ts';

/** Addresses, and what they lead to. */
export interface Linear {
  packed: number;
  scales: number;
  bias: number;
  depth: number;
  width: number;
}

export interface Norm {
  gain: number;
  bias: number;
}

export interface Layer {
  projections: Linear;
  out: Linear;
  outNorm: Norm;
  up: Linear;
  down: Linear;
  downNorm: Norm;
}

export interface KernelModel {
  width: number;
  innerWidth: number;
  heads: number;
  /** Ids are below this. */
  words: number;
  /** Rows are no longer than this. */
  places: number;
  rowOfWord: number;
  wordTable: number;
  wordScales: number;
  placeTable: number;
  placeScales: number;
  embeddingNorm: Norm;
  layers: readonly Layer[];
  /** float32 [width, 4]: the three tones, and sharpness. */
  head: number;
  headBias: number;
  sharpnessBias: number;
}

// The operators of models/training/graph.py, part by part: what is run here, and nothing else.
const linear = 'Abs ReduceMax Max Div Div Round Add Cast MatMulInteger Cast Mul Mul Add';
const attention =
  'Split Reshape Transpose Reshape Transpose Reshape Transpose MatMul Softmax MatMul Transpose Reshape';
const addAndNorm = 'Add LayerNormalization';
const layer = [linear, attention, linear, addAndNorm, linear, 'Div Erf Add Mul Mul', linear, addAndNorm];
const embedding = 'Shape Slice Gather Gather Cast Gather Mul Slice Cast Slice Mul Add LayerNormalization';
const head = 'MatMul Add MatMul Slice ReduceMean Add Clip Exp Mul Slice ReduceMean';
/** Numbers that are built into the kernel, by the names they have in the graph. */
const numbers = ['n1e-10', 'n127', 'n128', 'n1.41421', 'n1', 'n0.5', 'n-0.7', 'n0.7'];

const tones = 3;
const headLanes = 4;

function layersOf({ operators, constants }: GraphArrays): number | null {
  const perLayer = layer.join(' ').split(' ').length;
  const around = `${embedding} ${head}`.split(' ').length;
  const layers = (operators.length - around) / perLayer;
  if (!Number.isInteger(layers) || layers < 1) return null;
  const expected = [embedding, ...Array.from({ length: layers }, () => layer).flat(), head].join(' ');
  const isKnown = operators.join(' ') === expected && numbers.every((name) => constants.includes(name));
  return isKnown ? layers : null;
}

/** How the graph cuts the width into heads, from the name of the shape it does that with. */
function headsOf({ constants }: GraphArrays): { heads: number; headWidth: number } | null {
  for (const name of constants) {
    const [, heads, headWidth] = /^i0_0_(\d+)_(\d+)$/.exec(name) ?? [];
    if (heads !== undefined && headWidth !== undefined)
      return { heads: Number(heads), headWidth: Number(headWidth) };
  }
  return null;
}

/**
 * Lays a model out in the kernel's memory.
 *
 * @returns null for a model of another kind than the kernel runs
 * @throws RangeError when the device has no more memory
 */
export function layOut(
  kernel: Kernel,
  memory: KernelMemory,
  graph: GraphArrays,
  weights: Uint8Array,
): KernelModel | null {
  const layers = layersOf(graph);
  const cut = headsOf(graph);
  if (layers === null || cut === null) return null;

  const find = (name: string): Placement => {
    const placement = graph.placements.get(name);
    if (placement === undefined) throw new RangeError(`no ${name}`);
    return placement;
  };
  const bytes = (name: string): Uint8Array => {
    const { offset, length } = find(name);
    return weights.subarray(offset, offset + length);
  };
  const put = (name: string): number => memory.put(bytes(name));
  const floats = (name: string): Float32Array => new Float32Array(Uint8Array.from(bytes(name)).buffer);
  const shape = (name: string): readonly [number, number] => {
    const [rows = 0, columns = 0] = find(name).dims;
    return [rows, columns];
  };
  const norm = (name: string): Norm => ({ gain: put(`${name}.gain`), bias: put(`${name}.bias`) });
  const layLinear = (name: string): Linear => {
    const [depth, width] = shape(`${name}.weight`);
    const packed = memory.take(depth * width);
    const { top } = memory;
    kernel.pack(put(`${name}.weight`), packed, depth, width);
    memory.release(top);
    return { packed, depth, width, scales: put(`${name}.scale`), bias: put(`${name}.bias`) };
  };

  const [, width] = shape('words');
  const [places] = shape('positions');
  const [, innerWidth] = shape('layer0.up.weight');
  const [words = 0] = find('word_rows').dims;
  const { heads, headWidth } = cut;
  // What the kernel takes at a time.
  if (heads * headWidth !== width || headWidth % 8 !== 0 || width % 16 !== 0 || innerWidth % 16 !== 0)
    return null;

  const toneWeights = floats('head.weight');
  const sharpnessWeights = floats('sharpness.weight');
  const headWeights = Float32Array.from({ length: width * headLanes }, (_, i) => {
    const [row, lane] = [Math.floor(i / headLanes), i % headLanes];
    return (lane < tones ? toneWeights[row * tones + lane] : sharpnessWeights[row]) ?? 0;
  });
  const headBias = Float32Array.of(...floats('head.bias'), 0);
  return {
    width,
    innerWidth,
    heads,
    words,
    places,
    rowOfWord: put('word_rows'),
    wordTable: put('words'),
    wordScales: put('words.scale'),
    placeTable: put('positions'),
    placeScales: put('positions.scale'),
    embeddingNorm: norm('embedding_norm'),
    layers: Array.from({ length: layers }, (_, number): Layer => {
      const name = `layer${number}`;
      return {
        projections: layLinear(`${name}.qkv`),
        out: layLinear(`${name}.out`),
        outNorm: norm(`${name}.out_norm`),
        up: layLinear(`${name}.up`),
        down: layLinear(`${name}.down`),
        downNorm: norm(`${name}.down_norm`),
      };
    }),
    head: memory.put(new Uint8Array(headWeights.buffer)),
    headBias: memory.put(new Uint8Array(headBias.buffer)),
    sharpnessBias: floats('sharpness.bias')[0] ?? 0,
  };
}
