/** Names of kinds of content that more than one route speaks. */

/** JSON values, one a line (https://github.com/ndjson/ndjson-spec). */
export const ndjsonMediaType = 'application/x-ndjson';
