/** Cuts the base vocabulary down to the pieces that the training texts and emoji need. */

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;
const continuation = '##';
/** Any English word, number and sign can still be spelt with these; accents are stripped before. */
const spellingPattern = /^[!-~ßæøðþłœđı£€¥¢°©®™]$/u;
const latinPattern = /^[\p{Script=Latin}\p{N}\p{P}\p{S}]+$/u;

/**
 * The pieces to keep, in the order of the base vocabulary: special ones, single letters, digits and signs (alone and as
 * continuations), those in `needed`, then the most frequent of the rest, the base's own order deciding between equals.
 *
 * @param pieces the base vocabulary by id
 * @param counts how often each piece occurs in the training texts, by id
 * @param needed ids kept however rare they are
 * @param size how many pieces to keep
 * @throws RangeError when more must be kept than fit
 */
export function cutVocabulary(
  pieces: readonly string[],
  counts: Uint32Array,
  needed: ReadonlySet<number>,
  size: number,
): string[] {
  const bare = (piece: string): string =>
    piece.startsWith(continuation) ? piece.slice(continuation.length) : piece;
  const isKeptAlways = (piece: string, id: number): boolean =>
    special.some((token) => token === piece) || needed.has(id) || spellingPattern.test(bare(piece));
  const kept = new Set([...pieces.keys()].filter((id) => isKeptAlways(pieces[id] ?? '', id)));
  if (kept.size > size) throw new RangeError(`${kept.size} pieces must be kept, and ${size} fit`);
  // Ids of unused places and of other scripts come last of all: nothing written in English needs them.
  const rank = (id: number): number => (latinPattern.test(bare(pieces[id] ?? '')) ? (counts[id] ?? 0) : -1);
  const rest = [...pieces.keys()].filter((id) => !kept.has(id) && !/^\[unused\d+\]$/.test(pieces[id] ?? ''));
  for (const id of rest.toSorted((a, b) => rank(b) - rank(a) || a - b).slice(0, size - kept.size))
    kept.add(id);
  return pieces.filter((_, id) => kept.has(id));
}
