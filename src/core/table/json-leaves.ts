/** What an object of JSON holds, whatever objects stand between. */

/** Deeper ones are left whole. */
const deepest = 8;

/**
 * Names and values in their order; those of an object within have its name and a dot before their own, as in
 * `review.text`. Lists and empty objects are left whole.
 */
export function* leavesOf(value: object, path = '', depth = 1): Generator<[name: string, value: unknown]> {
  for (const [key, inner] of Object.entries(value)) {
    const name = path + key;
    if (depth < deepest && isFilledObject(inner)) yield* leavesOf(inner, `${name}.`, depth + 1);
    else yield [name, inner];
  }
}

function isFilledObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}
