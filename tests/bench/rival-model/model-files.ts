/** The rival's model folder as its library expects it. */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createDistilbertModel, distilbertShape } from './distilbert.ts';
import { tokenizerConfiguration, tokenizerJson } from '../../../models/training/tokenizer-json.ts';

/** Writes everything but the weights: what a server compresses. */
export async function writeModelTexts(folder: string, vocabulary: string): Promise<void> {
  const { layers, width, heads, innerWidth, positions } = distilbertShape;
  const config = {
    model_type: 'distilbert',
    architectures: ['DistilBertForSequenceClassification'],
    activation: 'gelu',
    dim: width,
    hidden_dim: innerWidth,
    n_heads: heads,
    n_layers: layers,
    max_position_embeddings: positions,
    vocab_size: distilbertShape.vocabulary,
    pad_token_id: 0,
    id2label: { 0: 'NEGATIVE', 1: 'POSITIVE' },
    label2id: { NEGATIVE: 0, POSITIVE: 1 },
  };
  const files = {
    'config.json': JSON.stringify(config),
    'tokenizer.json': JSON.stringify(tokenizerJson(vocabulary)),
    'tokenizer_config.json': JSON.stringify(tokenizerConfiguration('DistilBertTokenizer', positions)),
  };
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
}

/** Writes the weights under the name that stands for `dtype: 'q8'`. */
export async function writeModelWeights(folder: string): Promise<void> {
  const path = join(folder, 'onnx', 'model_quantized.onnx');
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    await file.writev([...createDistilbertModel().chunks]);
  } finally {
    await file.close();
  }
}
