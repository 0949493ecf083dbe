/** Names of kinds of content that more than one route speaks. */

/** JSON values, one a line (https://github.com/ndjson/ndjson-spec). */
export const ndjsonMediaType = 'application/x-ndjson';

/** What a Content-Type says of itself under a name, such as its `charset`, in small letters. */
export function parameterOf(contentType = '', name: string): string | undefined {
  const [, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  return parameters
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .replaceAll('"', '');
}
