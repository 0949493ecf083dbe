/** The tokenizer to compare with: `@huggingface/tokenizers`, set up as BERT's uncased WordPiece. */
import { Tokenizer } from '@huggingface/tokenizers';
import { tokenizerJson } from '../../../models/training/tokenizer-json.ts';

export interface ReferenceTokenizer {
  /** Ids of the content tokens. */
  encode(text: string): number[];
  /** Cleaned, lower-cased, without accents: the text that is looked up in the vocabulary. */
  normalise(text: string): string;
}

/** @param vocabulary content of `vocab.txt` */
export function createReferenceTokenizer(vocabulary: string): ReferenceTokenizer {
  const tokenizer = new Tokenizer(tokenizerJson(vocabulary), {});
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    normalise: (text) => tokenizer.normalizer?.normalize(text) ?? text,
  };
}
