/**
 * A packaged model in the Hugging Face layout, for tests that hold the product against transformers.js.
 * It is not published: a padded batch or a cut text would give answers that are not the product's.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tones } from '#core/contracts/analysis';
import type { Manifest } from '#core/contracts/manifest';

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/** The tokenizer.json of an uncased BERT WordPiece vocabulary (content of `vocab.txt`). */
export function tokenizerJson(vocabulary: string): object {
  const pieces = vocabulary.split('\n').filter((piece) => piece !== '');
  const idOf = (token: string): number => pieces.indexOf(token);
  const special = (token: string): object => ({ SpecialToken: { id: token, type_id: 0 } });
  const processed = (token: string): object => ({ id: token, ids: [idOf(token)], tokens: [token] });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specialTokens.map((content) => ({
      id: idOf(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, special('[SEP]')],
      pair: [
        special('[CLS]'),
        { Sequence: { id: 'A', type_id: 0 } },
        special('[SEP]'),
        { Sequence: { id: 'B', type_id: 1 } },
        { SpecialToken: { id: '[SEP]', type_id: 1 } },
      ],
      special_tokens: { '[CLS]': processed('[CLS]'), '[SEP]': processed('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    },
  };
}

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
  write('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    do_lower_case: true,
    model_max_length: manifest.maxLength,
    unk_token: '[UNK]',
    sep_token: '[SEP]',
    pad_token: '[PAD]',
    cls_token: '[CLS]',
    mask_token: '[MASK]',
  });
  copyFileSync(join(modelDir, graphCpu.name), join(outDir, 'onnx', 'model_quantized.onnx'));
  copyFileSync(join(modelDir, weights.name), join(outDir, 'onnx', weights.name));
}
