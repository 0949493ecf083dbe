/** How an operation is asked from a shell. */
import { jsonMediaType } from './operation.ts';
import type { Operation } from './operation.ts';

/**
 * A command for `curl`, with the operation's own examples.
 *
 * @param address of the API, without a slash at its end
 */
export function curlExample(
  { method, path, scope, parameters = [], body }: Operation,
  address: string,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_braces, name: string) => {
    const { example } = parameters.find((each) => each.name === name) ?? {};
    return example ?? name.toUpperCase();
  });
  // Of the others none needs a key on the machine itself.
  const key = scope === 'admin' ? [`-H ${quoted('Authorization: Bearer KEY')}`] : [];
  const headers = parameters.flatMap(({ name, in: place, required, example }) =>
    place === 'header' && required ? [`-H ${quoted(`${name}: ${example ?? '…'}`)}`] : [],
  );
  const [mediaType, content] = Object.entries(body ?? {})[0] ?? [];
  const sent =
    mediaType === undefined || content?.example === undefined
      ? []
      : [`-H ${quoted(`Content-Type: ${mediaType}`)}`, `-d ${quoted(textOf(mediaType, content.example))}`];
  const verb = method === 'delete' ? ['-X DELETE'] : [];
  return ['curl', ...verb, address + filled, ...key, ...headers, ...sent]
    .join(' \\\n  ')
    .replace('curl \\\n  ', 'curl ');
}

function textOf(mediaType: string, example: unknown): string {
  return mediaType === jsonMediaType || typeof example !== 'string' ? JSON.stringify(example) : example;
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
