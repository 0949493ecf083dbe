/**
 * A model of DistilBERT's shape with random weights, rounded as usual: int8 weights with one scale a tensor,
 * activations rounded at each run with one scale a tensor, embeddings int8. Operators and order are those of the
 * common export (opset 14) after dynamic quantisation, so that a runtime finds the patterns it knows how to fuse.
 */
import { OnnxGraph } from './onnx-graph.ts';
import type { Encoded } from './protobuf-writer.ts';
import { createRandom } from '../random.ts';

export const distilbertShape = {
  layers: 6,
  width: 768,
  heads: 12,
  innerWidth: 3072,
  vocabulary: 30_522,
  positions: 512,
  labels: 2,
} as const;

const opset = 14;
const seed = 20_240_611;
const layerNormEpsilon = 1e-12;
// Weights spread evenly over int8 with this scale deviate by about 0.03, as a trained encoder's do.
const weightScale = 0.0004;

/** The model as the bytes of an ONNX file, about 67 MB; the same at every call. */
export function createDistilbertModel(): Encoded {
  const { layers, width, heads, innerWidth, vocabulary, positions, labels } = distilbertShape;
  const headWidth = width / heads;
  const graph = new OnnxGraph();
  const random = createRandom(seed);

  function randomInt8(count: number): Int8Array {
    const words = new Uint32Array(Math.ceil(count / 4));
    for (let i = 0; i < words.length; i += 1) words[i] = random.nextUint32();
    return new Int8Array(words.buffer).slice(0, count);
  }
  const scalar = (name: string, value: number): string => graph.float32(name, [], Float32Array.of(value));
  const vector = (name: string, size: number, value: number): string =>
    graph.float32(name, [size], new Float32Array(size).fill(value));

  /**
   * An int8 matrix with a scale of its own. Equal ones would be merged by the runtime, which then no longer
   * finds the pattern it fuses: the model would be slower than a trained one.
   */
  function matrix(
    name: string,
    rows: number,
    columns: number,
  ): Record<'table' | 'scale' | 'zeroPoint', string> {
    return {
      table: graph.int8(`${name}.weight_quantized`, [rows, columns], randomInt8(rows * columns)),
      scale: scalar(`${name}.weight_scale`, weightScale * (0.9 + 0.2 * random.next())),
      zeroPoint: graph.int8(`${name}.weight_zero_point`, [], new Int8Array(1)),
    };
  }

  function embedding(name: string, rows: number, ids: string): string {
    const { table, scale, zeroPoint } = matrix(name, rows, width);
    return graph.node('DequantizeLinear', [graph.node('Gather', [table, ids]), scale, zeroPoint]);
  }

  /** Rounds an activation; matrix products of the same activation share the result. */
  function round(input: string): string[] {
    return graph.nodeWithOutputs('DynamicQuantizeLinear', [input], 3);
  }

  function linear(
    name: string,
    [rounded = '', inputScale = '', inputZeroPoint = '']: readonly string[],
    [inSize, outSize]: readonly [number, number],
  ): string {
    const { table, scale, zeroPoint } = matrix(name, inSize, outSize);
    const sums = graph.node('MatMulInteger', [rounded, table, inputZeroPoint, zeroPoint]);
    const scales = graph.node('Mul', [inputScale, scale]);
    const product = graph.node('Mul', [graph.node('Cast', [sums], { to: { integer: 1 } }), scales]);
    return graph.node('Add', [vector(`${name}.bias`, outSize, 0), product]);
  }

  const two = scalar('two', 2);
  const epsilon = scalar('epsilon', layerNormEpsilon);
  const half = scalar('half', 0.5);
  const one = scalar('one', 1);
  const rootOfTwo = scalar('root_of_two', Math.SQRT2);
  const rootOfHeadWidth = scalar('root_of_head_width', Math.sqrt(headWidth));
  const lowest = scalar('lowest', -3.402_823_466_385_288_6e38);
  const lastAxis = { axes: { integers: [-1] } };

  function layerNorm(name: string, input: string): string {
    const centred = graph.node('Sub', [input, graph.node('ReduceMean', [input], lastAxis)]);
    const variance = graph.node('ReduceMean', [graph.node('Pow', [centred, two])], lastAxis);
    const deviation = graph.node('Sqrt', [graph.node('Add', [variance, epsilon])]);
    const normal = graph.node('Div', [centred, deviation]);
    const scaled = graph.node('Mul', [normal, vector(`${name}.weight`, width, 1)]);
    return graph.node('Add', [scaled, vector(`${name}.bias`, width, 0)]);
  }

  function gelu(input: string): string {
    const erf = graph.node('Erf', [graph.node('Div', [input, rootOfTwo])]);
    return graph.node('Mul', [graph.node('Mul', [input, graph.node('Add', [erf, one])]), half]);
  }

  const inputIds = graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
  const attentionMask = graph.input('attention_mask', 'int64', ['batch_size', 'sequence_length']);
  const zeros = graph.int64('zero', [1], [0]);
  const ones = graph.int64('first_axis', [1], [1]);
  const allPositions = graph.int64(
    'position_ids',
    [1, positions],
    Array.from({ length: positions }, (_, i) => i),
  );
  const lengthOfRows = graph.node('Slice', [
    graph.node('Shape', [inputIds]),
    ones,
    graph.int64('shape_end', [1], [2]),
    zeros,
  ]);
  const positionIds = graph.node('Slice', [allPositions, zeros, lengthOfRows, ones]);
  const embedded = graph.node('Add', [
    embedding('embeddings.word', vocabulary, inputIds),
    embedding('embeddings.position', positions, positionIds),
  ]);
  const isPadding = graph.node('Equal', [attentionMask, graph.int64('padding', [], [0])]);
  const paddingRow = graph.node('Reshape', [isPadding, graph.int64('mask_shape', [4], [0, 1, 1, -1])]);
  const splitShape = graph.int64('split_shape', [4], [0, -1, heads, headWidth]);
  const joinShape = graph.int64('join_shape', [3], [0, -1, width]);
  const square = [width, width] as const;

  function attention(name: string, input: string): string {
    const rounded = round(input);
    const split = (part: string, order: readonly number[]): string =>
      graph.node(
        'Transpose',
        [graph.node('Reshape', [linear(`${name}.${part}`, rounded, square), splitShape])],
        {
          perm: { integers: order },
        },
      );
    const query = graph.node('Div', [split('q_lin', [0, 2, 1, 3]), rootOfHeadWidth]);
    const scores = graph.node('MatMul', [query, split('k_lin', [0, 2, 3, 1])]);
    const padded = graph.node('Expand', [paddingRow, graph.node('Shape', [scores])]);
    const weights = graph.node('Softmax', [graph.node('Where', [padded, lowest, scores])], {
      axis: { integer: -1 },
    });
    const context = graph.node('MatMul', [weights, split('v_lin', [0, 2, 1, 3])]);
    const joined = graph.node('Transpose', [context], { perm: { integers: [0, 2, 1, 3] } });
    return linear(`${name}.out_lin`, round(graph.node('Reshape', [joined, joinShape])), square);
  }

  let hidden = layerNorm('embeddings.LayerNorm', embedded);
  for (let layer = 0; layer < layers; layer += 1) {
    const name = `layer.${layer}`;
    const attended = layerNorm(
      `${name}.sa_layer_norm`,
      graph.node('Add', [attention(`${name}.attention`, hidden), hidden]),
    );
    const inner = gelu(linear(`${name}.ffn.lin1`, round(attended), [width, innerWidth]));
    const fed = linear(`${name}.ffn.lin2`, round(inner), [innerWidth, width]);
    hidden = layerNorm(`${name}.output_layer_norm`, graph.node('Add', [fed, attended]));
  }
  const first = graph.node('Gather', [hidden, graph.int64('first_token', [], [0])], { axis: { integer: 1 } });
  const pooled = graph.node('Relu', [linear('pre_classifier', round(first), square)]);
  const logits = linear('classifier', round(pooled), [width, labels]);
  graph.node('Identity', [logits], {}, 'logits');
  graph.output('logits', 'float32', ['batch_size', labels]);
  return graph.encode('distilbert-shaped', opset);
}
