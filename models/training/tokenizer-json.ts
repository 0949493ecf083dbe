/** A plain BERT vocabulary in the form that Hugging Face's libraries read. */

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/**
 * The tokenizer.json of an uncased BERT WordPiece tokenizer.
 *
 * @param vocabulary content of `vocab.txt`: one piece a line
 * @throws Error when the vocabulary lacks a special token
 */
export function tokenizerJson(vocabulary: string) {
  const pieces = vocabulary.split('\n').filter((piece) => piece !== '');
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const idOf = (token: string): number => {
    const id = vocab[token];
    if (id === undefined) throw new Error(`The vocabulary lacks ${token}`);
    return id;
  };
  const special = (id: string, typeId: number) => ({ SpecialToken: { id, type_id: typeId } });
  const sequence = (id: string, typeId: number) => ({ Sequence: { id, type_id: typeId } });
  const processed = (id: string) => ({ id, ids: [idOf(id)], tokens: [id] });
  const single = [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)];
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
      single,
      pair: [...single, sequence('B', 1), special('[SEP]', 1)],
      special_tokens: { '[CLS]': processed('[CLS]'), '[SEP]': processed('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  } as const;
}

/**
 * The tokenizer_config.json beside it.
 *
 * @param tokenizerClass name of the class that transformers makes of it
 * @param maxLength tokens of the longest row that the model takes
 */
export function tokenizerConfiguration(tokenizerClass: string, maxLength: number) {
  return {
    tokenizer_class: tokenizerClass,
    model_max_length: maxLength,
    do_lower_case: true,
    cls_token: '[CLS]',
    mask_token: '[MASK]',
    pad_token: '[PAD]',
    sep_token: '[SEP]',
    unk_token: '[UNK]',
  };
}
