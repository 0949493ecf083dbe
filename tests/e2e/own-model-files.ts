/** A model of somebody's own, small enough to be made here: it knows a few words and what they weigh for each label. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { tokenizerConfiguration, tokenizerJson } from '../../models/training/tokenizer-json.ts';
import { OnnxGraph } from '../bench/rival-model/onnx-graph.ts';

export type ModelFiles = Record<string, Uint8Array<ArrayBuffer>>;

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const weights: Readonly<Record<string, number>> = { lovely: 40, quiet: 20, love: 40, rude: -40, cold: -20 };
const opset = 14;

export interface OwnModelOptions {
  /** The first is for what weighs below nothing, the last for what weighs above it. */
  labels: readonly string[];
  /** Tokens it takes at once. */
  maxTokens?: number;
  config?: Readonly<Record<string, unknown>>;
}

/**
 * A model in the layout of Hugging Face, by path: the logits are the mean of what the tokens weigh, so that it gives
 * the answers it should.
 */
export function createOwnModel({ labels, maxTokens = 64, config = {} }: OwnModelOptions): ModelFiles {
  const words = Object.keys(weights);
  const pieces = [...specialTokens, ...words];
  const table = new Float32Array(pieces.length * labels.length);
  for (const [index, piece] of pieces.entries()) {
    const weight = weights[piece] ?? 0;
    table[index * labels.length] = -weight;
    table[(index + 1) * labels.length - 1] = weight;
  }
  const graph = new OnnxGraph();
  const ids = graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
  const weighed = graph.node('Gather', [graph.float32('table', [pieces.length, labels.length], table), ids]);
  graph.node('ReduceMean', [weighed], { axes: { integers: [1] }, keepdims: { integer: 0 } }, 'logits');
  graph.output('logits', 'float32', ['batch_size', labels.length]);
  const json = (content: object): Uint8Array<ArrayBuffer> =>
    new TextEncoder().encode(JSON.stringify(content));
  return {
    'config.json': json({
      model_type: 'distilbert',
      architectures: ['DistilBertForSequenceClassification'],
      max_position_embeddings: maxTokens,
      id2label: Object.fromEntries(labels.map((label, index) => [index, label])),
      ...config,
    }),
    'tokenizer.json': json(tokenizerJson(pieces.join('\n'))),
    'tokenizer_config.json': json(tokenizerConfiguration('DistilBertTokenizer', maxTokens)),
    'onnx/model_quantized.onnx': joined(graph.encode('own', opset).chunks),
  };
}

/** The files in a zip file, below a folder, as most tools pack one. */
export function zipped(files: ModelFiles, folder = 'my-model'): Buffer {
  const below = Object.fromEntries(
    Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]),
  );
  return Buffer.from(zipSync(below));
}

/** Writes the files below `folder`. */
export async function writeModel(folder: string, files: ModelFiles): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
