/** What a caller would have, by the `Accept` header (RFC 9110, section 12.5.1). */

interface Range {
  readonly type: string;
  readonly quality: number;
}

/**
 * The type that is preferred; of those that are wished for alike the one that is named more exactly, then the one named
 * first. Where none is acceptable it is the first: an answer that may be ignored is worth more than none.
 *
 * @param offered in small letters
 */
export function preferredType<Type extends string>(
  accept: string | undefined,
  offered: readonly [Type, ...Type[]],
): Type {
  const ranges = (accept ?? '').split(',').map(readRange);
  let best = { type: offered[0], quality: 0, exactness: 0, place: 0 };
  for (const type of offered) {
    const names = ['*/*', `${type.split('/', 1)[0]}/*`, type];
    const exactness = names.findLastIndex((name) => ranges.some((range) => range.type === name));
    const place = ranges.findIndex((range) => range.type === names[exactness]);
    const quality = ranges[place]?.quality ?? 0;
    const order = quality - best.quality || exactness - best.exactness || best.place - place;
    if (quality > 0 && order > 0) best = { type, quality, exactness, place };
  }
  return best.type;
}

function readRange(range: string): Range {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((part) => part.startsWith('q='))?.slice(2) ?? '1';
  // What is no weight is no wish.
  return { type, quality: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0 };
}
