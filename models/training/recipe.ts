/** What the stages in TypeScript agree on. */

/** Tokens of a window, [CLS] and [SEP] included. */
export const maxLength = 128;
