/** Windows: a long text as pieces the model can take, packed sentence by sentence. */

/** A run of tokens, end exclusive. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Packs token ranges that follow each other (sentences) into windows of at most `capacity` tokens.
 * A range longer than a window is cut into pieces of near-equal length. Every token is in exactly one window.
 *
 * @param ranges in order, without gaps between them
 * @param capacity tokens of a window, [CLS] and [SEP] not counted
 */
export function packWindows(ranges: readonly TokenRange[], capacity: number): TokenRange[] {
  const windows: TokenRange[] = [];
  let open: TokenRange | null = null;
  for (const range of ranges) {
    if (open !== null && range.to - open.from <= capacity) {
      open = { from: open.from, to: range.to };
      continue;
    }
    if (open !== null) windows.push(open);
    open = null;
    const length = range.to - range.from;
    if (length <= capacity) {
      open = range;
      continue;
    }
    const pieces = Math.ceil(length / capacity);
    for (let i = 0; i < pieces; i += 1) {
      windows.push({
        from: range.from + Math.round((length * i) / pieces),
        to: range.from + Math.round((length * (i + 1)) / pieces),
      });
    }
  }
  if (open !== null) windows.push(open);
  return windows;
}
