/** How an operation is asked from a shell. */
import { jsonMediaType } from './operation.ts';
import type { Operation } from './operation.ts';

/** With `-d` curl takes line breaks out of a file, and of a table then nothing is left but one row. */
const files: ReadonlyMap<string, Sent> = new Map([
  [
    'text/csv',
    {
      mediaType: 'text/csv',
      option: '--data-binary @reviews.csv',
      // Under the key of the other example it would be refused as another job.
      headers: { 'Idempotency-Key': 'reviews-1' },
    },
  ],
]);

/**
 * Commands for `curl`: one with the operation's own example, and one with a file for what is sent as such.
 *
 * @param address of the API, without a slash at its end
 */
export function curlExamples(operation: Operation, address: string): string[] {
  const bodies = Object.entries(operation.body ?? {});
  const [[mediaType, content] = [undefined, undefined]] = bodies;
  const example =
    mediaType === undefined || content?.example === undefined
      ? undefined
      : { mediaType, option: `-d ${quoted(textOf(mediaType, content.example))}` };
  const fromFiles = bodies.flatMap(([sent]) => files.get(sent) ?? []);
  return [example, ...fromFiles].map((sent) => command(operation, address, sent));
}

interface Sent {
  readonly mediaType: string;
  /** Of curl. */
  readonly option: string;
  /** Values of headers in the place of their examples. */
  readonly headers?: Readonly<Record<string, string>>;
}

function command(
  { method, path, scope, parameters = [] }: Operation,
  address: string,
  sent: Sent | undefined,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_braces, name: string) => {
    const { example } = parameters.find((each) => each.name === name) ?? {};
    return example ?? name.toUpperCase();
  });
  // Of the others none needs a key on the machine itself.
  const key = scope === 'admin' ? [`-H ${quoted('Authorization: Bearer KEY')}`] : [];
  const headers = parameters.flatMap(({ name, in: place, required, example }) =>
    place === 'header' && required
      ? [`-H ${quoted(`${name}: ${sent?.headers?.[name] ?? example ?? '…'}`)}`]
      : [],
  );
  const body = sent === undefined ? [] : [`-H ${quoted(`Content-Type: ${sent.mediaType}`)}`, sent.option];
  const verb = method === 'delete' ? ['-X DELETE'] : [];
  return ['curl', ...verb, address + filled, ...key, ...headers, ...body]
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
