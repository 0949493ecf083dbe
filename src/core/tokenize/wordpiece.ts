/**
 * BERT's uncased WordPiece, with the offsets that no JavaScript library carries.
 *
 * Follows the reference `BertNormalizer`, `BertPreTokenizer` and `WordPiece` of Hugging Face's tokenizers
 * step by step: clean, space out Chinese characters, lower case, strip accents, split at white space and
 * punctuation, then the longest known piece first.
 */
import { MappedText } from '../text/mapped-text.ts';

/** The content tokens of a text: no [CLS], no [SEP]. All three arrays have one entry a token. */
export interface Tokens {
  readonly ids: Int32Array;
  /** UTF-16 offsets into the text given to `encode`. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

export interface Tokenizer {
  /** Ids of the two tokens that open and close every row. */
  readonly clsId: number;
  readonly sepId: number;
  /** Splits a text into word pieces. Takes any string and never throws. */
  encode(text: string): Tokens;
}

const longestWordCharacters = 100;
const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;
const specialPattern = /\[(?:PAD|UNK|CLS|SEP|MASK)\]/g;
// Also what JavaScript counts as white space but Unicode as a format character (U+FEFF) goes, as in the reference.
const droppedPattern = /[\0\uFFFD]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
// The blocks of is_chinese_char in the reference implementation that lie in the basic plane.
const chinesePattern = /[\u4E00-\u9FFF\u3400-\u4DBF\uF900-\uFAFF]/g;
// White space keeps its place: a mark behind it belongs to no character.
const accentedPattern = /[^\s\0-\x7F]\p{M}{0,30}|[^\s\0-\x1F]\p{M}{1,30}/gu;
const punctuation = String.raw`\p{P}\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E`;
const wordPattern = new RegExp(`[^\\s${punctuation}]+|[${punctuation}]`, 'gu');

/** Clean, space out Chinese characters, lower case, strip accents; every unit keeps its offset. */
function prepare(text: string): MappedText {
  const spaced = MappedText.of(text)
    .replace(droppedPattern, () => '')
    .replace(chinesePattern, ([character]) => ` ${character} `)
    // The one character whose lower case is longer than itself.
    .replace(/\u0130/g, () => 'i\u0307');
  return spaced
    .withText(spaced.text.toLowerCase())
    .replace(accentedPattern, ([cluster]) => cluster.normalize('NFD').replaceAll(/\p{Mn}/gu, ''));
}

/**
 * Makes a tokenizer.
 *
 * @param vocabulary content of `vocab.txt`: one piece a line, the line number is its id
 * @throws Error when a special token is missing
 */
export function createTokenizer(vocabulary: string): Tokenizer {
  const idsByPiece = new Map<string, number>();
  let longestPieceCharacters = 1;
  for (const [id, line] of vocabulary.split('\n').entries()) {
    const piece = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (piece === '') continue;
    idsByPiece.set(piece, id);
    longestPieceCharacters = Math.max(longestPieceCharacters, [...piece].length);
  }
  const specialId = (token: (typeof specialTokens)[number]): number => {
    const id = idsByPiece.get(token);
    if (id === undefined) throw new Error(`The vocabulary lacks ${token}`);
    return id;
  };
  const unknownId = specialId('[UNK]');

  /** The pieces of one word as ids and lengths in UTF-16 units, or null when no sequence of pieces covers it. */
  function piecesOf(word: string): { id: number; length: number }[] | null {
    const characters = [...word];
    if (characters.length > longestWordCharacters) return null;
    const pieces: { id: number; length: number }[] = [];
    let from = 0;
    while (from < characters.length) {
      let to = Math.min(characters.length, from + longestPieceCharacters);
      let found: { id: number; length: number } | undefined;
      for (; to > from; to -= 1) {
        const piece = characters.slice(from, to).join('');
        const id = idsByPiece.get(from === 0 ? piece : `##${piece}`);
        if (id !== undefined) {
          found = { id, length: piece.length };
          break;
        }
      }
      if (found === undefined) return null;
      pieces.push(found);
      from = to;
    }
    return pieces;
  }

  function encode(text: string): Tokens {
    const ids: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    const push = (id: number, start: number, end: number): void => {
      ids.push(id);
      starts.push(start);
      ends.push(end);
    };

    function encodeSection(section: string, sectionStart: number): void {
      const prepared = prepare(section);
      for (const match of prepared.text.matchAll(wordPattern)) {
        const word = match[0];
        let at = match.index;
        for (const { id, length } of piecesOf(word) ?? [{ id: unknownId, length: word.length }]) {
          const { start, end } = prepared.originalSpan(at, at + length);
          push(id, sectionStart + start, sectionStart + end);
          at += length;
        }
      }
    }

    let read = 0;
    for (const match of text.matchAll(specialPattern)) {
      encodeSection(text.slice(read, match.index), read);
      read = match.index + match[0].length;
      push(idsByPiece.get(match[0]) ?? unknownId, match.index, read);
    }
    encodeSection(text.slice(read), read);
    return { ids: Int32Array.from(ids), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
  }

  return { clsId: specialId('[CLS]'), sepId: specialId('[SEP]'), encode };
}
