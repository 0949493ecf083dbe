/**
 * A packaged model in the Hugging Face layout, for tests that hold the product against transformers.js.
 * It is not published: a padded batch or a cut text would give answers that are not the product's.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tones } from '#core/contracts/analysis';
import type { Manifest } from '#core/contracts/manifest';
import { tokenizerConfiguration, tokenizerJson } from './tokenizer-json.ts';

/**
 * Writes config.json, tokenizer.json, tokenizer_config.json and onnx/ for a packaged model.
 *
 * @param modelDir folder with the manifest's files
 * @param outDir folder to write to; made if it is not there
 */
export function writeHuggingFaceFolder(manifest: Manifest, modelDir: string, outDir: string): void {
  const { vocabulary, graphCpu, weights } = manifest.files;
  mkdirSync(join(outDir, 'onnx'), { recursive: true });
  const write = (name: string, content: object): void =>
    writeFileSync(join(outDir, name), JSON.stringify(content));
  write('config.json', {
    model_type: 'bert',
    architectures: ['BertForSequenceClassification'],
    max_position_embeddings: manifest.maxLength,
    id2label: Object.fromEntries(tones.map((tone, id) => [String(id), tone])),
    label2id: Object.fromEntries(tones.map((tone, id) => [tone, id])),
  });
  write('tokenizer.json', tokenizerJson(readFileSync(join(modelDir, vocabulary.name), 'utf8')));
  write('tokenizer_config.json', tokenizerConfiguration('BertTokenizer', manifest.maxLength));
  copyFileSync(join(modelDir, graphCpu.name), join(outDir, 'onnx', 'model_quantized.onnx'));
  copyFileSync(join(modelDir, weights.name), join(outDir, 'onnx', weights.name));
}
