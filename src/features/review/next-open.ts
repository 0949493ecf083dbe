/** Which row comes after the one that was just answered. */

/**
 * The next place that is open: the nearest after `from`, else the first of all, which was passed over before. Null when
 * none is open but, at most, `from` itself.
 */
export function nextOpen(isOpen: readonly boolean[], from: number): number | null {
  const after = isOpen.indexOf(true, from + 1);
  if (after !== -1) return after;
  const first = isOpen.indexOf(true);
  return first === -1 || first === from ? null : first;
}
