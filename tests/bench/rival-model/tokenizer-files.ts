/** A tokenizer in the form that Hugging Face's libraries read, from a plain BERT vocabulary. */

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/**
 * @param vocabulary content of `vocab.txt`: one piece a line
 * @param positions the longest row of tokens the model takes
 * @returns the files' contents by name
 * @throws Error when the vocabulary lacks a special token
 */
export function createTokenizerFiles(vocabulary: string, positions: number): Record<string, string> {
  const pieces = vocabulary.split(/\r?\n/).filter((piece) => piece !== '');
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const idOf = (token: string): number => {
    const id = vocab[token];
    if (id === undefined) throw new Error(`The vocabulary lacks ${token}`);
    return id;
  };
  const special = (id: string, typeId: number) => ({ SpecialToken: { id, type_id: typeId } });
  const sequence = (id: string, typeId: number) => ({ Sequence: { id, type_id: typeId } });
  const single = [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)];
  const tokenizer = {
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
      single,
      pair: [...single, sequence('B', 1), special('[SEP]', 1)],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [idOf(token)], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
  const configuration = {
    tokenizer_class: 'DistilBertTokenizer',
    model_max_length: positions,
    do_lower_case: true,
    cls_token: '[CLS]',
    mask_token: '[MASK]',
    pad_token: '[PAD]',
    sep_token: '[SEP]',
    unk_token: '[UNK]',
  };
  return {
    'tokenizer.json': JSON.stringify(tokenizer),
    'tokenizer_config.json': JSON.stringify(configuration),
  };
}
