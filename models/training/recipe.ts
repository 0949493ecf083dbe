/** What the stages in TypeScript agree on. */

/** Tokens of a window, [CLS] and [SEP] included. */
export const maxLength = 128;

/** Pieces kept of the base vocabulary of 30,522: what English and emoji need. */
export const vocabularyPieces = 17_000;
