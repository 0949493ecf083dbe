/** The tokenizer to compare with: `@huggingface/tokenizers`, set up as BERT's uncased WordPiece. */
import { Tokenizer } from '@huggingface/tokenizers';

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

export interface ReferenceTokenizer {
  /** Ids of the content tokens. */
  encode(text: string): number[];
  /** Cleaned, lower-cased, without accents: the text that is looked up in the vocabulary. */
  normalise(text: string): string;
}

/** @param vocabulary content of `vocab.txt` */
export function createReferenceTokenizer(vocabulary: string): ReferenceTokenizer {
  const pieces = vocabulary.split('\n').filter((piece) => piece !== '');
  const tokenizer = new Tokenizer(
    {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: specialTokens.map((content) => ({
        id: pieces.indexOf(content),
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
      post_processor: null,
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      },
    },
    {},
  );
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    normalise: (text) => tokenizer.normalizer?.normalize(text) ?? text,
  };
}
